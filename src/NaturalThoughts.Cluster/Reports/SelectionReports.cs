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
/// <param name="ids">Whose ids need not be read.</param>
sealed class SelectionReports(RunFolder run, PoolSession pool, KeptSelectionIds ids)
{
    const int Examples = 5;

    (ImmutableArray<Distribution> Distributions, StrategySample Strategies)? _ofPool;

    /// <summary>The report of a selection as HTML.</summary>
    public async Task<string> PageAsync(RecordedSelection recorded)
    {
        var report = recorded.Report;
        var file = RecordedSelection.FileOf(run, report.Name);
        var (distributions, strategies) = _ofPool ??= (await pool.DistributionsAsync(), await pool.StrategiesAsync(null));
        var selected = await pool.DistributionsAsync(file);
        // Off the grain's scheduler: reading selections would keep it from answering.
        var (questions, shared, unreadable, examples) = await Task.Run(() => Read(recorded));
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
        RecordedSelection recorded)
    {
        var (name, mine) = (recorded.Report.Name, ids.Of(run, recorded));
        var (shared, unreadable) = (ImmutableArray.CreateBuilder<OverlapRow>(), ImmutableArray.CreateBuilder<string>());
        foreach (var other in RecordedSelection.Names(run).Where(other => other != name))
            if (ids.Read(run, other) is { Ok: true, Value: var its })
                shared.Add(new(
                    other, (its.Traces.Length, SelectionIds.Common(mine.Traces, its.Traces)),
                    (its.Questions.Length, SelectionIds.Common(mine.Questions, its.Questions))));
            else unreadable.Add(other);
        return (mine.Questions.Length, shared.ToImmutable(), unreadable.ToImmutable(), Spaced(mine, RecordedSelection.FileOf(run, name)));
    }

    // The middle of each of equally long stretches.
    static ILookup<QuestionId, TraceId> Spaced(SelectionIds mine, string file)
    {
        var most = Math.Min(Examples, mine.Traces.Length);
        var wanted = Enumerable.Range(0, most)
            .Select(part => mine.Traces[(2L * part + 1) * mine.Traces.Length / (2 * most)]).ToHashSet();
        return SelectionFile.ReadIds(file).Where(row => wanted.Contains(SelectionIds.StartOf(row.Trace)))
            .ToLookup(row => row.Question, row => row.Trace);
    }
}
