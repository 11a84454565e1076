using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace NaturalThoughts.Data.Log.Segments;

/// <summary>
/// A segment's bytes: one Zstandard frame of lines. First a header
/// <c>{"segment":41,"commit":"…","format":1}</c>, then one fact a line, last a footer
/// <c>{"rows":256,"xxh3":"…"}</c> with the XXH3 (64 bits, seed 0, 16 hex digits) of all bytes before it.
/// </summary>
static class SegmentFormat
{
    /// <summary>The format written and read.</summary>
    public const int Version = 1;

    /// <summary>Most bytes of a segment's text: far above what a commit gathers, below what one array can hold.</summary>
    public const int MaxBytes = 1 << 30;

    /// <summary>What to do about a segment this version cannot read.</summary>
    public const string OtherVersion = "Use the version of NaturalThoughts that wrote it.";

    // Reasoning text shrinks to a quarter; higher levels gain little and slow the commit.
    const int CompressionLevel = 1;

    // As many as have ever been at work at once.
    static readonly ConcurrentBag<Compressor> Compressors = [];

    /// <summary>Makes a segment's file.</summary>
    /// <remarks>A shard that is kept busy commits a MiB several times a second. Text and file are in pooled memory and compressors are used
    /// again, or each commit would leave large objects behind, for which the whole heap is collected.</remarks>
    public static PooledBytes Encode(int number, Guid commit, IReadOnlyList<EncodedFact> facts)
    {
        var header = Encoding.UTF8.GetBytes($"{{\"segment\":{number},\"commit\":\"{commit:N}\",\"format\":{Version}}}\n");
        var length = header.Length + facts.Sum(fact => fact.Line.Length + 1L);
        if (length > MaxBytes)
            throw new ArgumentException($"A commit of {length} bytes is over the {MaxBytes} a segment may hold.", nameof(facts));

        using var text = new PooledBytes((int)length + 64);
        text.Add(header);
        foreach (var fact in facts)
        {
            text.Add(fact.Line.Span);
            text.Add("\n"u8);
        }

        text.Add(Encoding.UTF8.GetBytes($"{{\"rows\":{facts.Count},\"xxh3\":\"{Hash(text.Span)}\"}}\n"));
        return Compress(text.Span);
    }

    static PooledBytes Compress(ReadOnlySpan<byte> text)
    {
        if (!Compressors.TryTake(out var compressor))
        {
            compressor = new Compressor(CompressionLevel);
            compressor.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        }

        var file = new PooledBytes(Compressor.GetCompressBound(text.Length));
        file.Advance(compressor.Wrap(text, file.Rest));
        Compressors.Add(compressor);
        return file;
    }

    /// <summary>Reads and checks a segment's file.</summary>
    /// <exception cref="LogDamageException">It is not what <see cref="Encode"/> made under this number.</exception>
    public static Segment Decode(string file, int number, ReadOnlySpan<byte> content)
    {
        var text = Uncompress(file, content);
        if (text.Length == 0 || text[^1] != '\n') throw LogDamageException.Altered(file, "The segment ends in the middle of a line.");
        var starts = Lines(text);
        if (starts.Length < 3) throw LogDamageException.Altered(file, "The segment has no header or no footer.");

        var commit = ReadHeader(file, number, text.AsSpan(0, starts[1]));
        var end = starts[^2];
        var (rows, hash) = ReadFooter(file, starts.Length - 1, text.AsSpan(end));
        if (rows != starts.Length - 3)
            throw LogDamageException.Altered(file, $"The footer says {rows} rows and there are {starts.Length - 3}.");
        if (Hash(text.AsSpan(0, end)) != hash) throw LogDamageException.Altered(file, "The checksum is wrong.");
        return new Segment(file, number, commit, text, starts[1..^1]);
    }

    static byte[] Uncompress(string file, ReadOnlySpan<byte> content)
    {
        try
        {
            var length = Decompressor.GetDecompressedSize(content);
            if (length > MaxBytes) throw LogDamageException.Altered(file, $"The segment claims to hold {length} bytes.");
            var text = new byte[length];
            using var decompressor = new Decompressor();
            return decompressor.Unwrap(content, text) == text.Length
                ? text
                : throw LogDamageException.Altered(file, "The segment holds less than it claims.");
        }
        catch (ZstdException e)
        {
            throw LogDamageException.Altered(file, $"The segment is truncated or not Zstandard: {e.Message}.", cause: e);
        }
    }

    static int[] Lines(ReadOnlySpan<byte> text)
    {
        var starts = new int[text.Count((byte)'\n') + 1];
        for (var line = 1; line < starts.Length; line++) starts[line] = starts[line - 1] + text[starts[line - 1]..].IndexOf((byte)'\n') + 1;
        return starts;
    }

    static Guid ReadHeader(string file, int number, ReadOnlySpan<byte> line)
    {
        var header = Parse(file, 1, line, "header");
        if (!header.TryGetProperty("format", out var format) || !format.TryGetInt32(out var version))
            throw LogDamageException.Altered(file, "The first line is not a segment's header.", 1);
        if (version != Version)
            throw new LogDamageException(
                new($"The segment has format {version}.", file, 1, Expected: $"format {Version}", Fix: OtherVersion));
        if (!header.TryGetProperty("segment", out var segment) || !segment.TryGetInt32(out var claimed) || claimed != number)
            throw LogDamageException.Altered(file, $"The header says segment {segment}, the file name {number}.", 1);
        return header.TryGetProperty("commit", out var commit) && Guid.TryParseExact(commit.GetString(), "N", out var id)
            ? id
            : throw LogDamageException.Altered(file, "The header has no commit id.", 1);
    }

    static (int Rows, string Hash) ReadFooter(string file, int number, ReadOnlySpan<byte> line)
    {
        var footer = Parse(file, number, line, "footer");
        return footer.TryGetProperty("rows", out var rows) && rows.TryGetInt32(out var count) && footer.TryGetProperty("xxh3", out var hash)
            ? (count, hash.ToString())
            : throw LogDamageException.Altered(file, "The last line is not a segment's footer.", number);
    }

    static JsonElement Parse(string file, int number, ReadOnlySpan<byte> line, string part)
    {
        try
        {
            var element = JsonElement.Parse(line);
            return element.ValueKind is JsonValueKind.Object ? element : throw new JsonException("Not an object.");
        }
        catch (JsonException e)
        {
            throw LogDamageException.Altered(file, $"The segment's {part} is not JSON: {e.Message}", number, e);
        }
    }

    static string Hash(ReadOnlySpan<byte> text) => XxHash3.HashToUInt64(text).ToString("x16", CultureInfo.InvariantCulture);
}
