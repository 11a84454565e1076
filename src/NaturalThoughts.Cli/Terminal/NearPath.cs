namespace NaturalThoughts.Cli.Terminal;

/// <summary>Paths as people type them.</summary>
static class NearPath
{
    /// <summary>A path from the current folder where that is shorter.</summary>
    public static string Of(string path)
    {
        if (!Path.IsPathRooted(path)) return path;
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.Length < path.Length ? relative : path;
    }
}
