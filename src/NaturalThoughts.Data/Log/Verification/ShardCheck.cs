using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Log.Ranges;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Log.Storage;

namespace NaturalThoughts.Data.Log.Verification;

/// <summary>Reads all files of a shard to their last byte, those that a range covers too.</summary>
/// <param name="path">The shard's folder.</param>
/// <param name="name">Its name in the report.</param>
/// <param name="shard">The shard's number.</param>
/// <param name="shards">How many the run has; null: not known.</param>
/// <param name="problems">Takes what is wrong.</param>
sealed class ShardCheck(string path, string name, int shard, int? shards, FileProblems problems)
{
    const string Made =
        "The file is as it was committed: somebody put it into the wrong folder, or a defect made it. Compare it with a backup.";
    const string Altered = "The range was altered or badly written: restore it, or the segments it covers, from a backup.";

    readonly NumberedFolder _folder = SegmentLog.FolderOf(path);
    readonly LogFiles _files = new(SegmentLog.FolderOf(path));

    /// <summary>Reads them.</summary>
    public VerifiedLog Run(CancellationToken cancellation)
    {
        var listing = _folder.List();
        foreach (var foreign in listing.Foreign) problems.Add(_folder.Foreign(foreign));
        var cover = listing.Cover(_folder.Find, (number, next) => problems.Add(_folder.Missing(number, next)));
        var covered = listing.Covered().GroupBy(pair => pair.By, pair => pair.File)
            .ToDictionary(group => group.Key, group => group.ToList());
        var facts = 0L;
        foreach (var file in cover)
        {
            cancellation.ThrowIfCancellationRequested();
            var commits = Check(file, cancellation);
            facts += commits.Values.Sum(commit => (long)commit.Rows);
            foreach (var part in covered.GetValueOrDefault(file, [])) Compare(part, Check(part, cancellation), file, commits);
        }

        return new(
            name,
            cover is [.., var last] ? last.Last : 0,
            facts,
            listing.Files.Count(file => file.IsSingle),
            listing.Files.Count(file => !file.IsSingle),
            covered.Values.Sum(files => files.Count),
            listing.Files.Sum(file => new FileInfo(_folder.FileOf(file)) is { Exists: true, Length: var bytes } ? bytes : 0));
    }

    // What can be read of a file, by number; one that was compacted away meanwhile has nothing wrong with it.
    Dictionary<int, CommitDigest> Check(SegmentRange file, CancellationToken cancellation)
    {
        try
        {
            return file.IsSingle ? CheckSegment(file.First) : CheckRange(file, cancellation);
        }
        catch (LogDamageException damage)
        {
            problems.Add(damage.Problem);
            return [];
        }
    }

    Dictionary<int, CommitDigest> CheckSegment(int number)
    {
        if (_files.TryLoad(number) is not { } segment) return [];
        var digest = new CommitDigest.Builder(segment.Commit);
        for (var row = 0; row < segment.Rows; row++)
        {
            digest.Add(segment.Line(row).Span);
            foreach (var what in FactCheck.Of(segment.Read(row), shard, shards))
                problems.Add(new(what, _folder.FileOf(number), row + 2, Fix: Made));
        }

        return new() { [number] = digest.Build() };
    }

    Dictionary<int, CommitDigest> CheckRange(SegmentRange range, CancellationToken cancellation)
    {
        var digests = new Dictionary<int, CommitDigest.Builder>();
        using var reader = _files.TryOpen(range);
        var expected = new FactPosition(range.First, 0);
        for (var group = 0; reader is not null && group < reader.Groups; group++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (reader.TryRead(group, texts: true) is not { } rows || reader.TryReadCommits(group) is not { } commits
                || reader.TryReadLabels(group) is not { } labels) return [];
            for (var row = 0; row < rows.Rows; row++)
            {
                var position = rows.Position(row);
                if (position != expected && position != new FactPosition(expected.Segment + 1, 0))
                    AddAt(range, position, $"The row before it is {expected.Segment}:{expected.Row - 1}.", Altered);
                expected = new(position.Segment, position.Row + 1);
                if (!digests.TryGetValue(position.Segment, out var digest)) digests[position.Segment] = digest = new(commits[row]);
                digest.Add(rows.WholeLine(row).Span);
                CheckRow(range, rows, row, labels);
            }
        }

        if (reader is not null && expected.Segment != range.Last)
            problems.Add(new($"The range ends at segment {expected.Segment}.", _folder.FileOf(range), Fix: Altered));
        return digests.ToDictionary(pair => pair.Key, pair => pair.Value.Build());
    }

    void CheckRow(SegmentRange range, RangeGroup rows, int row, TextColumn[] labels)
    {
        var fact = rows.Read(row);
        var right = FactLabels.Of(fact);
        for (var column = 0; column < labels.Length; column++)
        {
            var (name, of) = RangeColumns.ForPeople[column];
            var (found, should) = (labels[column].Text(row), of(right));
            if (found != should)
                AddAt(range, rows.Position(row), $"Its column `{name}` is `{found}`, and `{should}` follows from the fact.", Altered);
        }

        foreach (var what in FactCheck.Of(fact, shard, shards)) AddAt(range, rows.Position(row), what, Made);
    }

    void AddAt(SegmentRange range, FactPosition position, string what, string fix) => problems.Add(
        new Problem($"Row {position.Row} of segment {position.Segment}: {what}", _folder.FileOf(range), Fix: fix));

    // A part with another commit's id is what an owner left that was late; nobody reads it and the next compaction removes it.
    void Compare(SegmentRange part, Dictionary<int, CommitDigest> commits, SegmentRange range, Dictionary<int, CommitDigest> rightly)
    {
        foreach (var (number, commit) in commits)
            if (rightly.TryGetValue(number, out var right) && right.Commit == commit.Commit && right != commit)
                problems.Add(new(
                    $"Segment {number} has other facts here than in {_folder.FileOf(range)}, which covers it.",
                    _folder.FileOf(part),
                    Fix: "Restore both from a backup; until then readers take the range."));
    }
}
