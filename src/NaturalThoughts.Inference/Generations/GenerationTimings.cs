namespace NaturalThoughts.Inference.Generations;

/// <summary>How long a generation took, from sending the request.</summary>
/// <param name="FirstToken">Until the first text of content or reasoning.</param>
/// <param name="Total">Until the last byte.</param>
public readonly record struct GenerationTimings(TimeSpan FirstToken, TimeSpan Total);
