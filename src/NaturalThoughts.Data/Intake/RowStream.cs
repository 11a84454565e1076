using System.Runtime.CompilerServices;
using ZstdSharp;

namespace NaturalThoughts.Data.Intake;

/// <summary>Opens a file in the format its bytes show and its name suggests, and streams its rows.</summary>
static class RowStream
{
    /// <param name="file">The file.</param>
    /// <param name="roots">Top-level columns that are wanted. Only Parquet leaves the others unread.</param>
    /// <param name="maxRowBytes">Longest row.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static async IAsyncEnumerable<RawRow> Open(
        SourceFile file, IReadOnlySet<string> roots, int maxRowBytes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = SourceFiles.Open(file);
        var magic = new byte[4];
        var length = await stream.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellation);
        stream.Position = 0;
        if (length == 0)
        {
            yield return RawRow.Bad(1, "empty-file", "The file is empty.");
            yield break;
        }

        if (magic.AsSpan().SequenceEqual("PAR1"u8) || file.Name.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            await foreach (var row in ParquetRows.Read(file.FullPath, roots, maxRowBytes, cancellation)) yield return row;
            yield break;
        }

        var packing = PackingOf(file.Name, magic.AsSpan(0, length));
        await using var plain = packing switch
        {
            Packing.Gzip => new VerifiedGzipStream(stream),
            Packing.Zstd => (Stream)new DecompressionStream(stream, leaveOpen: true),
            _ => stream,
        };
        var isLines = packing is Packing.None ? IsLines(file.Name) : IsLines(Path.GetFileNameWithoutExtension(file.Name));
        using var buffer = new RowBuffer(plain);
        await foreach (var row in ReadText(buffer, isLines, maxRowBytes, cancellation)) yield return row;
    }

    static async IAsyncEnumerable<RawRow> ReadText(
        RowBuffer buffer, bool isLines, int maxRowBytes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var first = await FirstByte(buffer, maxRowBytes, cancellation);
        if (first < 0)
        {
            yield return new(1, null, buffer.Broken ?? new("empty-file", "The file holds nothing but white space."));
            yield break;
        }

        var rows = buffer.Bytes[first] == '[' && !isLines ? JsonArray.Read(Skip(buffer, first), maxRowBytes, cancellation)
            : buffer.Bytes[first] == '{' && !isLines && await SpansLines(buffer, first, maxRowBytes, cancellation)
                ? JsonSequence.Read(buffer, maxRowBytes, cancellation)
                : JsonLines.Read(buffer, maxRowBytes, cancellation);
        await foreach (var row in rows) yield return row;
    }

    static RowBuffer Skip(RowBuffer buffer, int count)
    {
        buffer.Advance(count);
        return buffer;
    }

    static async ValueTask<int> FirstByte(RowBuffer buffer, int maxRowBytes, CancellationToken cancellation)
    {
        while (buffer.Bytes.Length < 3 && await buffer.Fill(cancellation)) { }
        if (buffer.Bytes.StartsWith("\uFEFF"u8)) buffer.Advance(3);
        while (true)
        {
            var first = buffer.Bytes.IndexOfAnyExcept(" \t\r\n"u8);
            if (first >= 0 || buffer.Bytes.Length > maxRowBytes || !await buffer.Fill(cancellation)) return first;
        }
    }

    /// <summary>Whether the first object goes on after its first line, as pretty-printers write it.</summary>
    static async ValueTask<bool> SpansLines(RowBuffer buffer, int first, int maxRowBytes, CancellationToken cancellation)
    {
        int newline;
        while ((newline = buffer.Bytes[first..].IndexOf((byte)'\n')) < 0)
            if (buffer.Bytes.Length > maxRowBytes || !await buffer.Fill(cancellation)) return false;
        return JsonRow.IsUnfinished(buffer.Bytes.Slice(first, newline));
    }

    static bool IsLines(string name) =>
        name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase);

    static Packing PackingOf(string name, ReadOnlySpan<byte> magic)
    {
        if (magic is [0x1F, 0x8B, ..]) return Packing.Gzip;
        if (magic is [0x28, 0xB5, 0x2F, 0xFD, ..]) return Packing.Zstd;
        // A download may have been unpacked on the way without losing its ending.
        if (magic[0] is (byte)'{' or (byte)'[' or (byte)' ' or (byte)'\n' or 0xEF) return Packing.None;
        return name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Packing.Gzip
            : name.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) ? Packing.Zstd
            : Packing.None;
    }

    enum Packing
    {
        None,
        Gzip,
        Zstd,
    }
}
