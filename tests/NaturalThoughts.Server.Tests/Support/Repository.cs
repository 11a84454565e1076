namespace NaturalThoughts.Server.Tests.Support;

/// <summary>The repository the tests are built from.</summary>
static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Up(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The spec of the quickstart.</summary>
    public static string Quickstart => Path.Combine(Root, "samples", "quickstart.yaml");

    static string Up(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "NaturalThoughts.sln")) ? folder.FullName
        : folder.Parent is { } parent ? Up(parent)
        : throw new DirectoryNotFoundException("No folder above the tests holds NaturalThoughts.sln.");
}
