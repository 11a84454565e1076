namespace NaturalThoughts.Data.Intake;

/// <summary>A file that a source names.</summary>
/// <param name="FullPath">Where it lies on this machine; never recorded.</param>
/// <param name="Name">Its name in lineage: relative to the spec's folder (for an absolute path, to the path's fixed part), with forward
/// slashes.</param>
public sealed record SourceFile(string FullPath, string Name);
