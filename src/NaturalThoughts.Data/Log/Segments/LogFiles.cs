using System.Collections.Concurrent;
using NaturalThoughts.Data.Log.Ranges;
using NaturalThoughts.Data.Log.Storage;

namespace NaturalThoughts.Data.Log.Segments;

/// <summary>Reads a shard's files by position, whether a segment still stands alone or a range has taken its place meanwhile.</summary>
/// <param name="folder">The shard's folder.</param>
sealed class LogFiles(NumberedFolder folder)
{
    // Where row groups begin is known without opening the file again: 8 bytes for a MiB of text.
    readonly ConcurrentDictionary<SegmentRange, FactPosition[]> _starts = new();

    /// <summary>The folder.</summary>
    public NumberedFolder Folder => folder;

    /// <summary>Reads a segment; null: it is not there, or not any more.</summary>
    public Segment? TryLoad(int number) =>
        folder.TryRead(number) is { } content ? SegmentFormat.Decode(folder.FileOf(number), number, content) : null;

    /// <summary>Opens a range; null: it is not there, or not any more.</summary>
    public RangeReader? TryOpen(SegmentRange range)
    {
        var reader = RangeReader.TryOpen(folder.FileOf(range), range);
        if (reader is not null) _starts[range] = [.. reader.Info.Groups.Select(group => group.Start)];
        return reader;
    }

    /// <summary>Reads the block of a file that has a position; null: the file is not there any more.</summary>
    /// <param name="cache">Blocks that need not be read.</param>
    /// <param name="file">The file.</param>
    /// <param name="position">The position.</param>
    public FactBlock? TryLoad(BlockCache cache, SegmentRange file, FactPosition position)
    {
        if (file.IsSingle) return cache.Find(file, 0) ?? Keep(cache, file, 0, TryLoad(file.First));
        if (_starts.TryGetValue(file, out var starts) && cache.Find(file, GroupOf(starts, position)) is { } kept) return kept;
        using var reader = TryOpen(file);
        if (reader is null) return null;
        var group = reader.GroupOf(position);
        return Keep(cache, file, group, reader.TryRead(group, texts: true));
    }

    /// <summary>The id of the commit that a file has under a number; null: the file is not there any more.</summary>
    public Guid? CommitOf(SegmentRange file, int number)
    {
        if (file.IsSingle) return TryLoad(number)?.Commit;
        using var reader = TryOpen(file);
        if (reader is null) return null;
        var position = new FactPosition(number, 0);
        var group = reader.GroupOf(position);
        if (reader.TryRead(group, texts: false) is not { } rows || reader.TryReadCommits(group) is not { } commits) return null;
        return commits[Enumerable.Range(0, rows.Rows).First(row => rows.Position(row) == position)];
    }

    static FactBlock? Keep(BlockCache cache, SegmentRange file, int group, FactBlock? block)
    {
        if (block is not null) cache.Keep(file, group, block);
        return block;
    }

    static int GroupOf(FactPosition[] starts, FactPosition position) =>
        Array.BinarySearch(starts, position) is var found && found >= 0 ? found : Math.Max(0, ~found - 1);
}
