using System.Collections.Immutable;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Data.Selections.Reports;

/// <summary>All that a selection's report says.</summary>
public sealed record ReportContent
{
    /// <summary>The run's name.</summary>
    public required string Run { get; init; }

    /// <summary>The selection's name.</summary>
    public required string Selection { get; init; }

    /// <summary>The recipe as YAML.</summary>
    public required string Recipe { get; init; }

    /// <summary>The seed of its chance.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How many traces were asked for; null: all that are eligible.</summary>
    public long? Size { get; init; }

    /// <summary>How many were taken.</summary>
    public required long Taken { get; init; }

    /// <summary>Their questions.</summary>
    public required long Questions { get; init; }

    /// <summary>Traces in the pool it was taken from.</summary>
    public required long Pool { get; init; }

    /// <summary>That pool's digest.</summary>
    public required string Snapshot { get; init; }

    /// <summary>Whether the pool is another one by now; distributions beside the selection are then those of the new one.</summary>
    public bool PoolChanged { get; init; }

    /// <summary>Traces that the pool lost since.</summary>
    public long Missing { get; init; }

    /// <summary>Why traces of the pool are not eligible (false), or no candidates though they are (true), and how many.</summary>
    public required ImmutableArray<(bool Eligible, string Reason, long Traces)> LeftOut { get; init; }

    /// <summary>Strata with what they had and gave.</summary>
    public required ImmutableArray<(string Name, long Candidates, long Taken)> Strata { get; init; }

    /// <summary>How the columns of the selection are distributed.</summary>
    public required ImmutableArray<Distribution> Selected { get; init; }

    /// <summary>And those of the pool.</summary>
    public required ImmutableArray<Distribution> OfPool { get; init; }

    /// <summary>Which strategies traces of the selection and of the pool show.</summary>
    public required (StrategySample Selected, StrategySample OfPool) Strategies { get; init; }

    /// <summary>What it has in common with every other recorded selection, by name.</summary>
    public required ImmutableArray<OverlapRow> Shared { get; init; }

    /// <summary>Other selections that cannot be read.</summary>
    public ImmutableArray<string> Unreadable { get; init; } = [];

    /// <summary>A few of its traces.</summary>
    public required ImmutableArray<TraceExcerpt> Examples { get; init; }
}

/// <summary>What a selection has in common with another one.</summary>
/// <param name="Name">The other one.</param>
/// <param name="Traces">Its size, and the traces in both.</param>
/// <param name="Questions">Its questions, and those in both.</param>
public sealed record OverlapRow(string Name, (long Its, long Common) Traces, (long Its, long Common) Questions);
