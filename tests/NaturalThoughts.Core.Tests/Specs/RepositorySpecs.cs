namespace NaturalThoughts.Core.Tests.Specs;

/// <summary>The repository's own specs and documents.</summary>
static class RepositorySpecs
{
    /// <summary>Every spec among the samples and the tests' files.</summary>
    public static IEnumerable<string> All() =>
        Under("samples", file => !IsRecipe(file)).Concat(Under("tests", file => Directory.GetParent(file)!.Name == "specs"))
            .Order(StringComparer.Ordinal);

    /// <summary>A file of the repository.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    static string Root { get; } = Up(new DirectoryInfo(AppContext.BaseDirectory));

    static string Up(DirectoryInfo folder) =>
        File.Exists(System.IO.Path.Combine(folder.FullName, "NaturalThoughts.sln")) ? folder.FullName
        : folder.Parent is { } parent ? Up(parent)
        : throw new DirectoryNotFoundException("No folder above the tests holds NaturalThoughts.sln.");

    static IEnumerable<string> Under(string folder, Func<string, bool> wanted) =>
        Directory.Exists(Path(folder)) ? Directory.EnumerateFiles(Path(folder), "*.yaml", SearchOption.AllDirectories).Where(wanted) : [];

    // A recipe has a selection's keys, not a run's.
    static bool IsRecipe(string file) => !File.ReadLines(file).Any(line => line.StartsWith("run:", StringComparison.Ordinal));
}
