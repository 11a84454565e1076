namespace NaturalThoughts.Server.Api;

/// <summary>Where a path leads once symbolic links are followed, level by level, as the system does.</summary>
static class RealPath
{
    // As many as Linux follows.
    const int MostLinks = 40;

    /// <summary>The path without links, <c>.</c> and <c>..</c>; null where links lead nowhere. What is not there yet is no link.</summary>
    /// <param name="path">An absolute path.</param>
    public static string? Of(string path)
    {
        var ahead = new Stack<string>();
        Push(ahead, path);
        var (at, links) = ("/", 0);
        while (ahead.TryPop(out var level))
        {
            if (level == "..") at = Path.GetDirectoryName(at) ?? "/";
            else if (new FileInfo(Path.Combine(at, level)).LinkTarget is not { } target) at = Path.Combine(at, level);
            else if (++links > MostLinks) return null;
            else
            {
                if (target.StartsWith('/')) at = "/";
                Push(ahead, target);
            }
        }

        return at;
    }

    static void Push(Stack<string> ahead, string path)
    {
        foreach (var level in path.Split('/').Reverse())
            if (level is not ("" or ".")) ahead.Push(level);
    }
}
