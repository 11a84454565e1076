using System.Collections.Immutable;
using NaturalThoughts.Cluster.Datasets;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Mixing;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Rubrics;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Core.Telemetry;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Datasets.Publishing;

namespace NaturalThoughts.Cluster.Runs;

sealed partial class RunGrain
{
    /// <inheritdoc/>
    public async Task<Checked<DatasetReport>> Emit(DatasetSpec dataset, bool replace)
    {
        var started = time.GetTimestamp();
        using var span = Observed.Source.StartActivity("emit")?.SetTag("naturalthoughts.run", Name);
        var run = _run!;
        var recorded = RecordedSelection.Read(run.Folder, dataset.Selection);
        if (!recorded.Ok) return new(recorded.Problems);
        var plan = DatasetPlan.From(dataset, recorded.Value.Report.Seed, run.Plan.Rubrics.Find(Condensed.Rubric)?.Model.Model);
        var mix = MixRule.Parse(dataset.System2, run.Schema);
        if (plan.Problems.Concat(mix.Problems).ToList() is { Count: > 0 } problems) return new(problems);

        // Metadata have the column.
        var opened = await PoolSession.OpenAsync(GrainFactory, run, clusters: true);
        if (!opened.Ok) return new(opened.Problems);
        await using var pool = opened.Value;
        var histograms = await pool.HistogramsAsync(mix.Value!.Percentiles);
        if (!histograms.Ok) return new(histograms.Problems);

        _ = Digest.TryParse(recorded.Value.Report.Snapshot, out var snapshot);
        var staging = DatasetFolders.Fresh(run.Folder.Path, plan.Value!, snapshot, time);
        var selected = RecordedSelection.FileOf(run.Folder, dataset.Selection);
        var parts = await pool.WriteAsync(new(plan.Value!, selected, staging, histograms.Value.Columns));
        if (parts.SelectMany(part => part.Problems).ToList() is { Count: > 0 } stale) return new(stale);

        var description = await DescribeAsync(plan.Value!, recorded.Value.Report, snapshot, pool);
        // Off the grain's scheduler: moving and flushing many files would keep it from answering.
        var published = await Task.Run(
            () => new DatasetPublisher(run.Folder.Path).Publish(description, [.. parts.Select(part => part.Value!)], staging, replace));
        if (!published.Ok) return new(published.Problems);
        var report = ReportOf(dataset, published.Value);
        await _journal!.EmitAsync(report, Digest.Of(published.Value.Manifest.Sha256));
        if (!report.Existing)
            EmissionInstruments.Published(plan.Value!.Format, time.GetElapsedTime(started), report.Train + report.Validation);
        return new(report);
    }

    async Task<DatasetDescription> DescribeAsync(DatasetPlan plan, SelectionReport selection, Digest snapshot, PoolSession pool)
    {
        var counts = await CountsAsync();
        return new()
        {
            Plan = plan,
            Run = Name,
            Schema = _run!.Schema,
            Recipe = selection.Recipe,
            Snapshot = snapshot,
            Shards = _run.Spec.Shards,
            Selected = selection.Taken,
            Counts = ReconciledOf(counts),
            AnnotatorVersions = _run.Annotators.Versions.Select(annotator => KeyValuePair.Create(annotator.Key, annotator.Value.ToString()))
                .Concat(_run.Plan.Rubrics.Versions)
                .Concat(_run.ClusterRule is { } rule ? [KeyValuePair.Create("clusters", rule.ToString())] : [])
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
            Fillers = _run.Plan.Rubrics.Fillers,
            Pool = await pool.DistributionsAsync(),
            ResponseTokens = _run.Spec.Limits.ResponseTokens,
        };
    }

    static ReconciledCounts ReconciledOf(ShardCounts counts) => new()
    {
        QuestionsIn = counts.Rows,
        Unique = counts.Unique,
        Duplicates = counts.Duplicates,
        NearDuplicates = counts.Removed.GetValueOrDefault(RemovalReason.NearDuplicate),
        Contaminated = counts.Removed.GetValueOrDefault(RemovalReason.Contaminated),
        Unusable = counts.Unusable,
        ResponsesAsked = counts.Responses.Values.Sum() + counts.Failed.Values.Sum(),
        ResponsesCommitted = counts.Responses.Values.Sum(),
        ResponsesFailed = counts.Failed,
        Unreadable = counts.Unreadable,
    };

    static DatasetReport ReportOf(DatasetSpec dataset, PublishedDataset published) => new()
    {
        Name = dataset.Name,
        Selection = dataset.Selection,
        Folder = published.Folder,
        Train = published.Counts.Rows - published.Counts.Validation,
        Validation = published.Counts.Validation,
        System2 = published.Counts.System2,
        Bytes = published.Bytes,
        Files = [.. published.Files.Select(file => file.Path).Append(published.Manifest.Path).Order(StringComparer.Ordinal)],
        Existing = published.AlreadyEmitted,
        LeftOut = published.Counts.LeftOut,
    };
}
