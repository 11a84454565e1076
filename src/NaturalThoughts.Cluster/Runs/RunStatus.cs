using System.Collections.Immutable;
using NaturalThoughts.Cluster.Cleaning;
using NaturalThoughts.Cluster.Clusters;
using NaturalThoughts.Cluster.Datasets;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>How far a run is.</summary>
[GenerateSerializer, Alias("nt.RunPhase")]
public enum RunPhase
{
    /// <summary>Nothing is going on; what is recorded can be selected from.</summary>
    Idle,

    /// <summary>Shards are read from their logs.</summary>
    Loading,

    /// <summary>Sources are read.</summary>
    Intake,

    /// <summary>Near duplicates and benchmarks' questions are looked for.</summary>
    Cleaning,

    /// <summary>Traces are generated and annotated.</summary>
    Traces,

    /// <summary>Questions are embedded and put into clusters.</summary>
    Clustering,

    /// <summary>The spec's selections are made.</summary>
    Selecting,

    /// <summary>The spec's datasets are written.</summary>
    Emitting,

    /// <summary>Nothing new is begun; responses under way may finish for a while.</summary>
    Stopping,

    /// <summary>All that the spec asks for is done.</summary>
    Done,

    /// <summary>Stopped for a while; <c>resume</c> or the same command goes on.</summary>
    Paused,

    /// <summary>Stopped for good, unless somebody resumes it all the same.</summary>
    Cancelled,

    /// <summary>Ended by problems; see <see cref="RunStatus.Problems"/>.</summary>
    Failed,
}

/// <summary>What several phases have in common.</summary>
public static class RunPhases
{
    /// <summary>Whether an operator stopped the run.</summary>
    public static bool IsStopped(this RunPhase phase) => phase is RunPhase.Paused or RunPhase.Cancelled;

    /// <summary>Whether the run has come to its end, or was brought to one.</summary>
    public static bool HasEnded(this RunPhase phase) => phase is RunPhase.Done or RunPhase.Failed || phase.IsStopped();
}

/// <summary>A run as an operator sees it.</summary>
[GenerateSerializer, Immutable, Alias("nt.RunStatus")]
public sealed record RunStatus
{
    /// <summary>The run.</summary>
    [Id(0)] public required string Run { get; init; }

    /// <summary>How far it is.</summary>
    [Id(1)] public RunPhase Phase { get; init; }

    /// <summary>Counts over all shards.</summary>
    [Id(2)] public ShardCounts Counts { get; init; } = new();

    /// <summary>What went wrong, or that the budget is spent.</summary>
    [Id(3)] public ImmutableArray<Problem> Problems { get; init; } = [];

    /// <summary>Responses the spec asks of models for each question.</summary>
    [Id(4)] public int ResponsesPerQuestion { get; init; }

    /// <summary>Rows read so far in this session of intake.</summary>
    [Id(5)] public long RowsRead { get; init; }

    /// <summary>Endpoints and what they serve, one line each.</summary>
    [Id(6)] public ImmutableArray<string> Endpoints { get; init; } = [];

    /// <summary>Models the spec names and no endpoint serves.</summary>
    [Id(7)] public ImmutableArray<string> Unserved { get; init; } = [];

    /// <summary>Selections made, by name.</summary>
    [Id(8)] public ImmutableArray<SelectionReport> Selections { get; init; } = [];

    /// <summary>Datasets emitted, by name; without their files.</summary>
    [Id(9)] public ImmutableArray<DatasetReport> Datasets { get; init; } = [];

    /// <summary>Share of rows that may fail.</summary>
    [Id(10)] public double MaxFailed { get; init; }

    /// <summary>Tokens that models may generate for the run in all; null: as many as it takes.</summary>
    [Id(14)] public long? Budget { get; init; }

    /// <summary>Columns that models fill, and which one (<c>verbosity by annotator l31</c>).</summary>
    [Id(17)]
    public ImmutableSortedDictionary<string, string> Fillers { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Whether the last <c>curate</c> came to its end without anything to do.</summary>
    [Id(13)] public bool NothingNew { get; init; }

    /// <summary>
    /// What was left out of rows that are used all the same, by reason (<c>not-a-number</c>: a score that is no finite number).
    /// </summary>
    [Id(11)] public ImmutableSortedDictionary<string, long> Notes { get; init; } = Tally.None;

    /// <summary>
    /// Files this session of intake passed over because their source has the same bytes under an earlier name, one line each.
    /// </summary>
    [Id(12)] public ImmutableArray<string> PassedOver { get; init; } = [];

    /// <summary>The rule by which questions are removed; null: none is.</summary>
    [Id(15)] public Digest? CleaningRule { get; init; }

    /// <summary>How far the cleaning is; null: none is going on.</summary>
    [Id(16)] public CleaningProgress? Cleaning { get; init; }

    /// <summary>The clusters made last; null where the spec asks for none.</summary>
    [Id(18)] public ClusterReport? Clusters { get; init; }

    /// <summary>
    /// Share that failed: unusable rows of all rows, or responses that failed or cannot be read of all responses asked or imported,
    /// whichever is more.
    /// </summary>
    public double FailedShare => Math.Max(
        Share(Counts.Unusable.Values.Sum(), Counts.Rows),
        Share(Counts.Failed.Values.Sum() + Counts.Unreadable.Values.Sum(), Counts.Responses.Values.Sum() + Counts.Failed.Values.Sum()));

    static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
