using System.IO.Hashing;
using System.Runtime.InteropServices;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Memory;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Cluster.Shards.Memory;

/// <summary>A shard's memory in a file, as it was at a place of its log: with it a shard reads, and folds, only what came since.</summary>
/// <remarks>
/// Nothing rests on it. It follows from the log, which can be folded anew in ten times the time, and is used only where that must come to
/// the same: made by this version of the fold, of the same columns, whole by its checksum, and of a log that has that very commit.
/// So it is not brought to the disk before it gets its name, several processes may write it, and it may be removed at any time.
/// </remarks>
/// <param name="file">The file.</param>
sealed class ShardImage(string file)
{
    /// <summary>To be raised whenever the same facts come to another memory, or lie otherwise in it.</summary>
    public const int Version = 1;

    const ulong Magic = 0x6567616D692D746E; // nt-image
    const int LeastSegments = 64;
    const int Buffer = 1 << 16;

    /// <summary>Whether as much came since the last one that it is worth while: a range's segments, and a sixteenth of the log, so that
    /// all images together are about 16 times the last one, and less than the log.</summary>
    /// <param name="last">The last segment of the image there is; 0: there is none.</param>
    /// <param name="applied">The last segment that memory has all of; 0: nobody knows.</param>
    public static bool IsDue(int last, int applied) => applied - last >= Math.Max(LeastSegments, last / 16);

    /// <summary>The memory, and the place of the log it is of; null: there is none that can be used.</summary>
    /// <param name="schema">The run's columns.</param>
    /// <param name="log">The shard's log, which goes on behind that place from here on.</param>
    /// <exception cref="StorageException">The storage refuses.</exception>
    public async Task<(ShardState State, int Last)?> ReadAsync(FeatureSchema schema, SegmentLog log)
    {
        var read = await Task.Run(() => TryRead(schema));
        return read is { } image && await log.ResumeAsync(image.End) ? (image.State, image.End.Last) : null;
    }

    /// <summary>Writes a memory, which must not change meanwhile, aside.</summary>
    /// <param name="state">The memory.</param>
    /// <returns>Says of which place of the log it is, and gives the file its name; with null it is let go of. To be called once.</returns>
    /// <exception cref="StorageException">The storage refuses.</exception>
    public Action<LogEnd?> Write(ShardState state) => Storing<Action<LogEnd?>>(() =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var aside = file + ".tmp";
        var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None, Buffer);
        try
        {
            stream.Write(MemoryMarshal.AsBytes([default(Header)]));
            var image = new Writer(stream);
            state.Exchange(image);
            var columns = DigestOf(state.Table.Schema);
            return end => Storing(() =>
            {
                using (stream)
                    if (end is { } place)
                    {
                        var header = new Header(Magic, Version, place.Last, place.Commit, columns, image.Hash.GetCurrentHashAsUInt64());
                        stream.Position = 0;
                        stream.Write(MemoryMarshal.AsBytes([header.Signed()]));
                    }

                if (end is null) File.Delete(aside);
                else File.Move(aside, file, overwrite: true);
                return true;
            });
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    });

    (ShardState State, LogEnd End)? TryRead(FeatureSchema schema) => Storing<(ShardState, LogEnd)?>(() =>
    {
        if (!File.Exists(file)) return null;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        Span<Header> header = [default];
        var bytes = MemoryMarshal.AsBytes(header);
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) return null;
        var said = header[0];
        if (said.Signed() != said || said.Magic != Magic || said.Version != Version || said.Schema != DigestOf(schema)) return null;
        // First all of it is checked, then it is read: what is not what was written could say anything.
        var begin = stream.Position;
        var hash = new XxHash3();
        hash.Append(stream);
        if (hash.GetCurrentHashAsUInt64() != said.Body) return null;
        stream.Position = begin;
        var state = new ShardState(schema);
        using var buffered = new BufferedStream(stream, Buffer);
        state.Exchange(new Reader(buffered));
        return (state, new(said.Last, said.Commit));
    });

    static Digest DigestOf(FeatureSchema schema) => Digest.Of([.. schema.Columns.Select(column => $"{column.Name} {column.Kind}")]);

    T Storing<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (StorageException.Explains(error))
        {
            throw StorageException.Of("keep or read a shard's memory", file, error);
        }
    }

    readonly record struct Header(ulong Magic, int Version, int Last, Guid Commit, Digest Schema, ulong Body, ulong Self = 0)
    {
        public Header Signed() => this with { Self = XxHash3.HashToUInt64(MemoryMarshal.AsBytes([this with { Self = 0 }])) };
    }

    sealed class Writer(Stream stream) : MemoryImage
    {
        public XxHash3 Hash { get; } = new();

        public override bool IsRead => false;

        protected override void Exchange(Span<byte> bytes)
        {
            Hash.Append(bytes);
            stream.Write(bytes);
        }
    }

    sealed class Reader(Stream stream) : MemoryImage
    {
        public override bool IsRead => true;

        protected override void Exchange(Span<byte> bytes) => stream.ReadExactly(bytes);
    }
}
