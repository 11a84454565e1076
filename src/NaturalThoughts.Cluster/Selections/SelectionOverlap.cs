using System.Collections.Immutable;

namespace NaturalThoughts.Cluster.Selections;

/// <summary>How many traces each two of some selections have in common.</summary>
/// <param name="Pairs">Every two of them once, in the order they were asked for.</param>
[GenerateSerializer, Immutable, Alias("nt.SelectionOverlap")]
public sealed record SelectionOverlap([property: Id(0)] ImmutableArray<SharedTraces> Pairs);

/// <summary>Two selections and what they share.</summary>
/// <param name="Left">One.</param>
/// <param name="Right">The other.</param>
/// <param name="Common">Traces in both.</param>
/// <param name="Smaller">Traces of the smaller one.</param>
[GenerateSerializer, Immutable, Alias("nt.SharedTraces")]
public sealed record SharedTraces(
    [property: Id(0)] string Left, [property: Id(1)] string Right, [property: Id(2)] long Common, [property: Id(3)] long Smaller);
