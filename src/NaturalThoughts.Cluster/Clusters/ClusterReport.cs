using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NaturalThoughts.Cluster.Clusters;

/// <summary>What the clusters of a pool came to.</summary>
[GenerateSerializer, Immutable, Alias("nt.ClusterReport")]
public sealed record ClusterReport
{
    /// <summary>What makes the vectors.</summary>
    [Id(0)] public required string Embedder { get; init; }

    /// <summary>How many clusters were asked for.</summary>
    [Id(1)] public required int K { get; init; }

    /// <summary>Seed of their chance.</summary>
    [Id(2)] public required ulong Seed { get; init; }

    /// <summary>How many there are.</summary>
    [Id(3)] public required int Clusters { get; init; }

    /// <summary>Questions in them.</summary>
    [Id(4)] public required long Questions { get; init; }

    /// <summary>Dimensions of the vectors.</summary>
    [Id(5)] public required int Dimensions { get; init; }

    /// <summary>Passes over all vectors that it took.</summary>
    [Id(6)] public required int Rounds { get; init; }

    /// <summary>Sum of the squared distances of unit vectors to their clusters' middles.</summary>
    [Id(7)] public required double Inertia { get; init; }

    /// <summary>Questions of the smallest, the middle and the largest cluster.</summary>
    [Id(8)] public required long Smallest { get; init; }

    /// <summary>Questions of the middle cluster.</summary>
    [Id(9)] public required long Median { get; init; }

    /// <summary>Questions of the largest cluster.</summary>
    [Id(10)] public required long Largest { get; init; }

    /// <summary>Questions with traces that are in none, because no vector was had, as of the last look; no part of what is kept.</summary>
    [Id(11), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public long Without { get; init; }

    /// <summary>Mean squared distance: 0 where all lie on their cluster's middle, at most 1 for one cluster.</summary>
    public double MeanDistance => Questions == 0 ? 0 : Inertia / Questions;
}

/// <summary>Clusters as they are kept: <c>summary.json</c>.</summary>
/// <param name="Report">What they came to.</param>
/// <param name="Sizes">Questions of each, by number.</param>
sealed record KeptClusters(ClusterReport Report, ImmutableArray<long> Sizes);
