using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Server.Console.Runs;

/// <summary>A stage of a run's way.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">How far it is.</param>
/// <param name="Said">What it came to so far; null: nothing yet.</param>
sealed record Stage(string Name, StageState State, string? Said)
{
    /// <summary>All stages, in their order.</summary>
    public static IEnumerable<Stage> Of(RunStatus status)
    {
        var counts = status.Counts;
        yield return new("Intake", StateOf(status, RunPhase.Intake), counts.Rows == 0 ? null
            : $"{Display.Counted(counts.Rows, "row")}, {Display.Counted(counts.Unique, "question")}"
                + (counts.Duplicates > 0 ? $", {Display.Counted(counts.Duplicates, "duplicate")}" : ""));
        if (status.CleaningRule is not null)
            yield return new("Cleaning", StateOf(status, RunPhase.Cleaning), Cleaning(status));
        yield return new("Traces", StateOf(status, RunPhase.Traces), counts.Unique == 0 ? null
            : $"{Display.Count(counts.Sealed)} of {Display.Counted(counts.Unique, "question")}, {Display.Counted(counts.Traces, "trace")}");
        if (status.Clusters is not null || status.Phase is RunPhase.Clustering)
            yield return new("Clusters", StateOf(status, RunPhase.Clustering), status.Clusters is { } clusters
                ? $"{Display.Count(clusters.Clusters)} of {Display.Counted(clusters.Questions, "question")}" : null);
        yield return new("Selections", StateOf(status, RunPhase.Selecting), Made(status.Selections.Length));
        yield return new("Datasets", StateOf(status, RunPhase.Emitting), Made(status.Datasets.Length));
    }

    // A run that stopped does not say where, but what it has does.
    static StageState StateOf(RunStatus status, RunPhase stage) => status.Phase switch
    {
        RunPhase.Done => StageState.Over,
        var phase when phase == stage => StageState.Now,
        RunPhase.Idle or RunPhase.Loading or RunPhase.Stopping or >= RunPhase.Paused =>
            Has(status, stage) ? StageState.Over : StageState.Ahead,
        var phase => phase > stage ? StageState.Over : StageState.Ahead,
    };

    static bool Has(RunStatus status, RunPhase stage) => stage switch
    {
        RunPhase.Intake or RunPhase.Cleaning => status.Counts.Sealed > 0,
        RunPhase.Traces => status.Counts is { Unique: > 0, Open: 0 } counts && counts.Sealed == counts.Unique,
        RunPhase.Clustering => status.Clusters is not null,
        RunPhase.Selecting => !status.Selections.IsEmpty,
        _ => !status.Datasets.IsEmpty,
    };

    static string? Cleaning(RunStatus status)
    {
        if (status.Cleaning is { Bands: > 0 and var bands, Band: var band }) return $"near duplicates, round {band} of {bands}";
        if (status.Cleaning is { } now) return $"{Display.Count(now.Read)} of {Display.Counted(now.Questions, "question")} read";
        var removed = status.Counts.Removed.Select(reason => $"{Display.Count(reason.Value)} {reason.Key}").ToList();
        return removed.Count == 0 ? null : $"{string.Join(", ", removed)} removed";
    }

    static string? Made(int count) => count == 0 ? null : $"{count} made";
}

/// <summary>How far a stage is.</summary>
enum StageState
{
    /// <summary>It is to come.</summary>
    Ahead,

    /// <summary>It is being worked on.</summary>
    Now,

    /// <summary>It is over.</summary>
    Over,
}
