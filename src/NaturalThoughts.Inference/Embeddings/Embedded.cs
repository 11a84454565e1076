using System.Collections.Immutable;
using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Inference.Embeddings;

/// <summary>The vectors of a batch.</summary>
/// <param name="Vectors">One for each input, in their order, as <see cref="Core.Clusters.UnitVector"/> keeps them, all of the same
/// dimensions.</param>
/// <param name="Took">How long it took.</param>
public sealed record Embedded(ImmutableArray<ImmutableArray<short>> Vectors, TimeSpan Took) : Generation;
