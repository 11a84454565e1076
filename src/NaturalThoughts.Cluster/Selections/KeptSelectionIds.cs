using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Cluster.Selections;

/// <summary>Ids of recorded selections, each read once for all reports that compare it with others, while there is room for them. Safe for
/// concurrent use.</summary>
/// <param name="most">How many ids are kept, 8 bytes each: by default those of 40 selections of 100,000 traces.</param>
sealed class KeptSelectionIds(int most = 1 << 23)
{
    readonly Lock _gate = new();
    readonly Dictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <summary>The ids of a selection whose traces are the recorded ones.</summary>
    public Checked<SelectionIds> Read(RunFolder run, string name)
    {
        var recorded = RecordedSelection.ReadSummary(run, name);
        if (recorded.Ok && Find(name, recorded.Value.Sha256, Stamp.Of(run, name)) is { } kept) return new(kept);
        recorded = RecordedSelection.Read(run, name);
        return recorded.Ok ? new(Of(run, recorded.Value)) : new(recorded.Problems);
    }

    /// <summary>The ids of a selection that was read just now.</summary>
    public SelectionIds Of(RunFolder run, RecordedSelection recorded)
    {
        var name = recorded.Report.Name;
        // Before the ids: what is put there meanwhile is another file.
        var stamp = Stamp.Of(run, name);
        if (Find(name, recorded.Sha256, stamp) is { } kept) return kept;
        var ids = SelectionIds.Of(RecordedSelection.FileOf(run, name));
        Keep(run, name, new(recorded.Sha256, stamp, ids));
        return ids;
    }

    SelectionIds? Find(string name, string sha256, Stamp stamp)
    {
        lock (_gate) return _kept.TryGetValue(name, out var kept) && kept.Sha256 == sha256 && kept.Stamp == stamp ? kept.Ids : null;
    }

    // What is kept stays, however old: every report wants all of them, so to make room by age would make none last to the next report.
    void Keep(RunFolder run, string name, Kept kept)
    {
        lock (_gate)
        {
            _kept.Remove(name);
            if (!HasRoom()) foreach (var gone in _kept.Keys.Except(RecordedSelection.Names(run)).ToList()) _kept.Remove(gone);
            if (HasRoom()) _kept.Add(name, kept);
        }

        bool HasRoom() => _kept.Values.Sum(other => other.Ids.Count) + kept.Ids.Count <= most;
    }

    /// <param name="Sha256">Of the selection's file, as recorded.</param>
    /// <param name="Stamp">The file it was found in.</param>
    /// <param name="Ids">What the file holds.</param>
    sealed record Kept(string Sha256, Stamp Stamp, SelectionIds Ids);

    /// <summary>By what a file that was changed is seen without reading it.</summary>
    readonly record struct Stamp(long Length, DateTime Written)
    {
        public static Stamp Of(RunFolder run, string name)
        {
            var file = new FileInfo(RecordedSelection.FileOf(run, name));
            return file.Exists ? new(file.Length, file.LastWriteTimeUtc) : default;
        }
    }
}
