namespace NaturalThoughts.Inference.Tests.Support;

/// <summary>A folder that is gone after the test.</summary>
sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("naturalthoughts-").FullName;

    public string Write(string name, string text)
    {
        File.WriteAllText(Named(name), text);
        return Named(name);
    }

    public string Named(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
