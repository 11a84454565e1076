namespace NaturalThoughts.Data.Tests.Datasets;

/// <summary>A run's folder that goes when the test ends.</summary>
public sealed class RunFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("nt-dataset-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
