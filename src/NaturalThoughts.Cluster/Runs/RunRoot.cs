namespace NaturalThoughts.Cluster.Runs;

/// <summary>The folder of runs.</summary>
/// <param name="Path">Absolute or relative to the current folder.</param>
public sealed record RunRoot(string Path);
