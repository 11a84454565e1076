using System.Collections.Immutable;
using NaturalThoughts.Cluster.Datasets;
using NaturalThoughts.Cluster.Reports;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>The coordinator of a run: accepts the spec, paces the shards, merges their rankings and histograms, records selections,
/// publishes datasets. Key: the run's name.</summary>
[Alias("nt.IRunGrain")]
public interface IRunGrain : IGrainWithStringKey
{
    /// <summary>Accepts a spec and goes on by itself until all it asks for is done. Asking again with the same spec resumes.</summary>
    [Alias("Curate"), ResponseTimeout("00:05:00")]
    Task<Checked<Acceptance>> Curate(CurateOrder order);

    /// <summary>Opens a run that exists, without starting work.</summary>
    /// <returns>Null while shards are still being read: ask again.</returns>
    [Alias("Open")]
    Task<Checked<RunStatus>?> Open();

    /// <summary>How far the run is.</summary>
    [Alias("Status")]
    Task<RunStatus> Status();

    /// <summary>Begins nothing new, gives responses under way a grace, flushes the log; the run waits for <see cref="Resume"/>.</summary>
    [Alias("Pause"), ResponseTimeout("00:02:00")]
    Task Pause();

    /// <summary>Goes on with a run that was paused or cancelled, under the spec in force.</summary>
    [Alias("Resume"), ResponseTimeout("00:05:00")]
    Task<Checked<Acceptance>> Resume();

    /// <summary>As <see cref="Pause"/>, for good: nobody goes on but by <see cref="Curate"/> or <see cref="Resume"/>. What there is stays
    /// selectable.</summary>
    [Alias("Cancel"), ResponseTimeout("00:02:00")]
    Task Cancel();

    /// <summary>Goes on where the run was at work when its silo died; says nothing to a run that is done, paused or at work.</summary>
    [Alias("EnsureRunning"), ResponseTimeout("00:05:00")]
    Task EnsureRunning();

    /// <summary>Makes a selection as of now and records it. No model is asked.</summary>
    [Alias("Select"), ResponseTimeout("00:10:00")]
    Task<Checked<SelectionReport>> Select(SelectionSpec selection, bool replace);

    /// <summary>Emits a dataset from a recorded selection.</summary>
    [Alias("Emit"), ResponseTimeout("01:00:00")]
    Task<Checked<DatasetReport>> Emit(DatasetSpec dataset, bool replace);

    /// <summary>Ranks all questions by difficulty.</summary>
    [Alias("Rank"), ResponseTimeout("00:10:00")]
    Task<Checked<DifficultyRanking>> Rank(int top);

    /// <summary>Why a trace is in a selection, or not.</summary>
    [Alias("Explain"), ResponseTimeout("00:10:00")]
    Task<Checked<TraceExplanation>> Explain(string selection, string trace);

    /// <summary>Two selections side by side.</summary>
    [Alias("Compare"), ResponseTimeout("00:10:00")]
    Task<Checked<SelectionComparison>> Compare(string left, string right);

    /// <summary>How many traces each two of some selections have in common.</summary>
    [Alias("Overlap"), ResponseTimeout("00:10:00")]
    Task<Checked<SelectionOverlap>> Overlap(ImmutableArray<string> selections);

    /// <summary>The report of a recorded selection, as of now.</summary>
    [Alias("Report"), ResponseTimeout("00:10:00")]
    Task<Checked<SelectionDocument>> Report(string selection);

    /// <summary>How the main columns are spread over a recorded selection (left) and over the pool (right).</summary>
    /// <param name="selection">Its name; null: the pool alone.</param>
    /// <returns>Empty where there is no such selection.</returns>
    [Alias("Distributions"), ResponseTimeout("00:10:00")]
    Task<ImmutableArray<DistributionPair>> Distributions(string? selection);

    /// <summary>Questions whose id, or one of whose traces' ids, begins so.</summary>
    [Alias("Find"), ResponseTimeout("00:05:00")]
    Task<ImmutableArray<QuestionDossier>> Find(string idPrefix, int most);

    /// <summary>Reopens failures with a reason, for the next <see cref="Curate"/>; how many. Failures that came with a source stay:
    /// nobody can be asked again.</summary>
    [Alias("Retry"), ResponseTimeout("00:05:00")]
    Task<int> Retry(string reason);
}

/// <summary>A spec to curate.</summary>
[GenerateSerializer, Immutable, Alias("nt.CurateOrder")]
public sealed record CurateOrder
{
    /// <summary>The spec file's text.</summary>
    [Id(0)] public required string Yaml { get; init; }

    /// <summary>The spec file's name, for messages.</summary>
    [Id(1)] public required string FileName { get; init; }

    /// <summary>The folder its paths are relative to.</summary>
    [Id(2)] public required string Folder { get; init; }

    /// <summary>Endpoints beside the spec's.</summary>
    [Id(3)] public ImmutableArray<string> Endpoints { get; init; } = [];

    /// <summary>Most questions to take in; null: all.</summary>
    [Id(4)] public long? Limit { get; init; }

    /// <summary>Whether the cost of a changed spec is agreed to.</summary>
    [Id(5)] public bool Confirmed { get; init; }
}

/// <summary>What accepting a spec means.</summary>
[GenerateSerializer, Immutable, Alias("nt.Acceptance")]
public sealed record Acceptance
{
    /// <summary>Whether the run goes on under the spec; false when <see cref="Orphaned"/> needs to be agreed to first.</summary>
    [Id(0)] public required bool Started { get; init; }

    /// <summary>Responses that were paid for and answer no request of the new spec.</summary>
    [Id(1)] public ImmutableArray<OrphanedResponses> Orphaned { get; init; } = [];
}

/// <summary>Responses that were paid for and answer no request of the new spec; they stay in the log.</summary>
[GenerateSerializer, Immutable, Alias("nt.OrphanedResponses")]
public sealed record OrphanedResponses([property: Id(0)] ModelRole Role, [property: Id(1)] string Model, [property: Id(2)] long Count)
{
    /// <summary>For judgements: the rubric.</summary>
    [Id(3)] public string? Rubric { get; init; }

    /// <summary>For judgements: most calls of the model that they are asked for again with, repairs aside.</summary>
    [Id(4)] public long Calls { get; init; }

    /// <summary>For judgements: tokens of a reply so far, on average; null where no server counted.</summary>
    [Id(5)] public double? MeanTokens { get; init; }
}
