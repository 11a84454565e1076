namespace NaturalThoughts.Core.Facts;

/// <summary>A place in a trace's reasoning.</summary>
/// <param name="Label">What was seen (a strategy's name).</param>
/// <param name="Start">0-based offset in UTF-16 units.</param>
/// <param name="Length">Length in UTF-16 units; 0 where a model says that it saw it, and not where.</param>
[GenerateSerializer, Immutable, Alias("nt.Evidence")]
public readonly record struct Evidence([property: Id(0)] string Label, [property: Id(1)] int Start, [property: Id(2)] int Length);
