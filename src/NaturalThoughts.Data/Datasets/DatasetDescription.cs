using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Datasets.Publishing;

namespace NaturalThoughts.Data.Datasets;

/// <summary>All that manifest and card say beyond what the parts themselves tell.</summary>
public sealed record DatasetDescription
{
    /// <summary>How rows became files.</summary>
    public required DatasetPlan Plan { get; init; }

    /// <summary>The run's name.</summary>
    public required string Run { get; init; }

    /// <summary>The run's columns.</summary>
    public required FeatureSchema Schema { get; init; }

    /// <summary>The recipe as text (YAML), overrides applied.</summary>
    public required string Recipe { get; init; }

    /// <summary>The order-independent digest of the facts the selection was made on.</summary>
    public required Digest Snapshot { get; init; }

    /// <summary>How many shards the run has.</summary>
    public required int Shards { get; init; }

    /// <summary>How many traces the selection holds: as many rows the parts must have.</summary>
    public required long Selected { get; init; }

    /// <summary>What became of every question and response.</summary>
    public required ReconciledCounts Counts { get; init; }

    /// <summary>The version or digest of each annotator that fills columns, by name.</summary>
    public ImmutableSortedDictionary<string, string> AnnotatorVersions { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Columns that models fill, and which one (<c>verbosity by annotator l31</c>).</summary>
    public ImmutableSortedDictionary<string, string> Fillers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The pool's distributions, from <see cref="DistributionCounter"/> over all sealed traces; empty: the card shows the
    /// selection alone.</summary>
    public ImmutableArray<Distribution> Pool { get; init; } = [];

    /// <summary>Most tokens of a complete response in this run.</summary>
    public int ResponseTokens { get; init; } = 16384;
}
