using System.Collections.Immutable;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Data.Selections;
using NaturalThoughts.Data.Selections.Reports;

namespace NaturalThoughts.Cluster.Reports;

/// <summary>Reports of recorded selections over one snapshot; what they share is read once.</summary>
/// <param name="run">Where the selections are.</param>
/// <param name="pool">The snapshot.</param>
/// <param name="kept">Selections whose ids are kept from one report to the next; those of others are read for each. Null: none.</param>
sealed class SelectionReports(RunFolder run, PoolSession pool, IReadOnlySet<string>? kept = null)
{
    const int Examples = 5;

    readonly Dictionary<string, SelectionIds> _ids = [];
    (ImmutableArray<Distribution> Distributions, StrategySample Strategies)? _ofPool;

    /// <summary>The report of a selection as HTML.</summary>
    public async Task<string> PageAsync(RecordedSelection recorded)
    {
        var report = recorded.Report;
        var file = RecordedSelection.FileOf(run, report.Name);
        var (distributions, strategies) = _ofPool ??= (await pool.DistributionsAsync(), await pool.StrategiesAsync(null));
        var selected = await pool.DistributionsAsync(file);
        // Off the grain's scheduler: reading selections would keep it from answering.
        var (questions, shared, unreadable, examples) = await Task.Run(() => Read(report.Name, file));
        return ReportPage.Of(new()
        {
            Run = run.Run,
            Selection = report.Name,
            Recipe = report.Recipe,
            Seed = report.Seed,
            Size = report.Size,
            Taken = report.Taken,
            Questions = questions,
            Pool = report.Pool,
            Snapshot = report.Snapshot,
            PoolChanged = report.Snapshot != pool.Pool.Digest.ToString(),
            Missing = report.Taken - selected.Select(column => column.Rows).DefaultIfEmpty().Max(),
            LeftOut = [.. report.LeftOut.Select(left => (!SelectionReport.NotEligible.Contains(left.Key), left.Key, left.Value))],
            Strata = [.. report.Strata.Select(stratum => (stratum.Name, stratum.Candidates, stratum.Taken))],
            Selected = selected,
            OfPool = distributions,
            Strategies = (await pool.StrategiesAsync(file), strategies),
            Shared = shared,
            Unreadable = unreadable,
            Examples = await pool.ExcerptsAsync(examples),
        });
    }

    (long Questions, ImmutableArray<OverlapRow> Shared, ImmutableArray<string> Unreadable, ILookup<QuestionId, TraceId> Examples) Read(
        string name, string file)
    {
        var mine = IdsOf(name);
        var others = RecordedSelection.Names(run).Where(other => other != name)
            .Select(other => (Name: other, Read: RecordedSelection.Read(run, other))).ToList();
        var shared = others.Where(other => other.Read.Ok).Select(other =>
        {
            var its = IdsOf(other.Name);
            return new OverlapRow(
                other.Name, (its.Traces.Length, SelectionIds.Common(mine.Traces, its.Traces)),
                (its.Questions.Length, SelectionIds.Common(mine.Questions, its.Questions)));
        });
        return (mine.Questions.Length, [.. shared], [.. others.Where(other => !other.Read.Ok).Select(other => other.Name)], Spaced(mine, file));
    }

    // The middle of each of equally long stretches.
    static ILookup<QuestionId, TraceId> Spaced(SelectionIds ids, string file)
    {
        var most = Math.Min(Examples, ids.Traces.Length);
        var wanted = Enumerable.Range(0, most).Select(part => ids.Traces[(2L * part + 1) * ids.Traces.Length / (2 * most)]).ToHashSet();
        return SelectionFile.ReadIds(file).Where(row => wanted.Contains(row.Trace.Value)).ToLookup(row => row.Question, row => row.Trace);
    }

    SelectionIds IdsOf(string name)
    {
        if (_ids.TryGetValue(name, out var known)) return known;
        var read = SelectionIds.Of(RecordedSelection.FileOf(run, name));
        if (kept?.Contains(name) is true) _ids.Add(name, read);
        return read;
    }
}
