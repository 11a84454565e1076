using System.Collections.Immutable;

namespace NaturalThoughts.Cluster.Clusters;

/// <summary>Vectors to make.</summary>
/// <param name="Folder">Where they go.</param>
/// <param name="Words">Questions by bucket of words over the whole pool; empty: the vectors are in the log.</param>
/// <param name="Questions">All questions of the pool that get a vector.</param>
[GenerateSerializer, Immutable, Alias("nt.VectorOrder")]
public sealed record VectorOrder(
    [property: Id(0)] string Folder, [property: Id(1)] ImmutableArray<int> Words, [property: Id(2)] long Questions);
