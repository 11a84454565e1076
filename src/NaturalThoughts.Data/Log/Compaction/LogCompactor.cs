using System.Collections.Immutable;
using NaturalThoughts.Data.Log.Ranges;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Log.Storage;
using NaturalThoughts.Data.Storage;
using ParquetSharp;

namespace NaturalThoughts.Data.Log.Compaction;

/// <summary>
/// Puts the files of a shard's log together, 64 at a time: commits into ranges, ranges into wider ones. Facts, their order and their
/// positions stay. It may be killed anywhere, and may run beside writers, readers and other compactors of any process.
/// </summary>
/// <remarks>
/// A range is written aside, read back, and linked to its name, which succeeds once; only then does what it covers go, after a time of
/// grace. So every number is in some file at any time, and a wider file is always right about what it covers.
/// </remarks>
public sealed class LogCompactor
{
    readonly NumberedFolder _folder;
    readonly LogFiles _files;
    readonly CompactionOptions _options;
    readonly TimeProvider _time;

    /// <summary>A compactor of one shard's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">What is compacted, and when what was compacted goes.</param>
    /// <param name="time">Clock of the time of grace.</param>
    public LogCompactor(string folder, CompactionOptions? options = null, TimeProvider? time = null)
    {
        _folder = SegmentLog.FolderOf(folder);
        _files = new LogFiles(_folder);
        _options = options ?? new();
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Runs between the steps, with the file concerned; tests make races and crashes of it.</summary>
    internal Action<CompactionStep, string>? At { get; set; }

    /// <summary>Compacts what is complete, and removes what has been compacted for long enough.</summary>
    /// <param name="cancellation">Gives up between two blocks; what was published stays.</param>
    /// <exception cref="LogDamageException">A file is damaged or foreign. It stays, and so does all that could mend it.</exception>
    /// <exception cref="StorageException">The storage refused; nothing is lost.</exception>
    public Task<CompactionReport> CompactAsync(CancellationToken cancellation = default) =>
        Task.Run(() => Compact(cancellation), cancellation);

    CompactionReport Compact(CancellationToken cancellation)
    {
        _folder.Open(_time);
        var published = ImmutableArray.CreateBuilder<SegmentRange>();
        // What is published may complete a wider range.
        for (var before = -1; before < published.Count;)
        {
            before = published.Count;
            foreach (var range in Complete(ListSound()))
                if (TryBuild(range, cancellation)) published.Add(range);
        }

        var (deleted, waiting) = DeleteCovered(cancellation);
        return new(published.ToImmutable(), deleted, waiting);
    }

    FolderListing ListSound()
    {
        var listing = _folder.List();
        return listing.Foreign is [var name, ..] ? throw new LogDamageException(_folder.Foreign(name)) : listing;
    }

    // Ranges of which all 64 parts are there and which nothing holds yet.
    List<SegmentRange> Complete(FolderListing listing) =>
    [
        .. from file in listing.Files
           where file.Parent is not null
           group file by file.Parent!.Value into parts
           where parts.Count() == SegmentRange.Fan && !listing.Files.Any(file => file.Covers(parts.Key)) && IsSmall(parts)
           select parts.Key,
    ];

    bool IsSmall(IEnumerable<SegmentRange> parts) => parts.First().IsSingle
        || parts.Select(part => new FileInfo(_folder.FileOf(part))).Sum(file => file.Exists ? file.Length : 0) <= _options.MergeBytes;

    bool TryBuild(SegmentRange range, CancellationToken cancellation)
    {
        var temporary = _folder.Temporary();
        try
        {
            At?.Invoke(CompactionStep.Writing, temporary);
            if (!TryWrite(temporary, range, cancellation)) return false;
            CheckRange(temporary, range, cancellation);
            At?.Invoke(CompactionStep.Written, temporary);
            // Another compactor may have gone further meanwhile, and removed what ours was made of.
            if (IsCovered(range) || !_folder.TryPublish(temporary, range)) return false;
            if (IsCovered(range)) PosixLink.Unlink(_folder.FileOf(range));
            At?.Invoke(CompactionStep.Published, _folder.FileOf(range));
            return true;
        }
        catch (Exception e) when (StorageException.Explains(e))
        {
            throw StorageException.Of("write a compacted range", temporary, e);
        }
        finally
        {
            PosixLink.Unlink(temporary); // what is left behind after a crash is ignored and removed later
        }
    }

    bool IsCovered(SegmentRange range) => _folder.Find(range.First) is { } widest && widest != range && widest.Covers(range);

    bool TryWrite(string temporary, SegmentRange range, CancellationToken cancellation)
    {
        using var writer = new RangeWriter(temporary, range);
        try
        {
            foreach (var part in range.Children)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!(part.IsSingle ? TryCopySegment(part.First, writer) : TryCopyRange(part, writer))) return false;
            }

            writer.Finish();
            return true;
        }
        catch (ParquetException) when (writer.Refusal is { } refusal)
        {
            throw StorageException.Of("write a compacted range", temporary, refusal);
        }
    }

    bool TryCopySegment(int number, RangeWriter writer)
    {
        if (_files.TryLoad(number) is not { } segment) return false;
        for (var row = 0; row < segment.Rows; row++)
            writer.Add(RangeRow.Of(new(number, row), segment.Commit, segment.Read(row), segment.Line(row)));
        return true;
    }

    bool TryCopyRange(SegmentRange range, RangeWriter writer)
    {
        using var reader = _files.TryOpen(range);
        for (var group = 0; reader is not null && group < reader.Groups; group++)
        {
            if (reader.TryRead(group, texts: true) is not { } rows || reader.TryReadCommits(group) is not { } commits) return false;
            for (var row = 0; row < rows.Rows; row++)
                writer.Add(new(rows.Position(row), commits[row], rows.Parse(row), rows.Line(row), rows.Content(row), rows.Reasoning(row)));
        }

        return reader is not null;
    }

    // What replaces the only other copy is read to its last byte first. False: it is not there any more.
    static bool CheckRange(string file, SegmentRange range, CancellationToken cancellation)
    {
        using var reader = RangeReader.TryOpen(file, range);
        for (var group = 0; reader is not null && group < reader.Groups; group++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (reader.TryRead(group, texts: true) is null || reader.TryReadCommits(group) is null || reader.TryReadLabels(group) is null)
                return false;
        }

        return reader is not null;
    }

    (int Deleted, int Waiting) DeleteCovered(CancellationToken cancellation)
    {
        var (deleted, waiting) = (0, 0);
        _folder.Sync(); // a range whose name a power cut could still take replaces nothing
        foreach (var covered in ListSound().Covered().GroupBy(pair => pair.By, pair => pair.File).ToList())
        {
            var by = _folder.FileOf(covered.Key);
            var ripe = _time.GetUtcNow() - File.GetLastWriteTimeUtc(by) >= _options.Grace;
            if (!ripe || !CheckRange(by, covered.Key, cancellation))
            {
                waiting += covered.Count();
                continue;
            }

            foreach (var file in covered)
                if (TryDelete(_folder.FileOf(file))) deleted++;
                else waiting++;
        }

        if (deleted > 0) _folder.Sync();
        return (deleted, waiting);
    }

    bool TryDelete(string file)
    {
        At?.Invoke(CompactionStep.Deleting, file);
        var error = PosixError.None;
        if (!HeldFiles.IfFree(file, () => error = PosixLink.Unlink(file))) return false;
        if (error.Fault is not (StorageFault.None or StorageFault.NotFound))
            throw StorageException.Of("remove a compacted file", file, error);
        At?.Invoke(CompactionStep.Deleted, file);
        return true;
    }
}
