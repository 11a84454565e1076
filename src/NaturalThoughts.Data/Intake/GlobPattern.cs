using System.Collections.Immutable;
using System.IO.Enumeration;

namespace NaturalThoughts.Data.Intake;

/// <summary>A path with wildcards: a fixed folder and, below it, patterns for each level.</summary>
/// <param name="Root">The part before the first wildcard.</param>
/// <param name="Rest">One pattern a level; <c>**</c> is any number of levels; empty without wildcards.</param>
sealed record GlobPattern(string Root, ImmutableArray<string> Rest)
{
    const string AnyDepth = "**";

    public static GlobPattern Parse(string path)
    {
        var levels = path.Split('/');
        var wild = Array.FindIndex(levels, level => level.AsSpan().ContainsAny('*', '?'));
        if (wild < 0) return new(path, []);
        var root = string.Join('/', levels[..wild]);
        return new(root.Length == 0 && path.StartsWith('/') ? "/" : root, [.. levels[wild..].Where(level => level.Length > 0)]);
    }

    /// <summary>Full paths of the matching files, each once, in no order.</summary>
    public IEnumerable<string> Files(string root) => Directory.Exists(root) ? Walk(new(root), 0).Distinct(StringComparer.Ordinal) : [];

    IEnumerable<string> Walk(DirectoryInfo folder, int level)
    {
        var pattern = Rest[level];
        var last = level == Rest.Length - 1;
        if (pattern == AnyDepth)
        {
            foreach (var file in last ? FilesIn(folder, "*") : Walk(folder, level + 1)) yield return file;
            // A link to a folder is not followed here: it may lead back up.
            var folders = FoldersIn(folder, "*").Where(below => below.LinkTarget is null);
            foreach (var file in folders.SelectMany(below => Walk(below, level))) yield return file;
        }
        else if (last)
        {
            foreach (var file in FilesIn(folder, pattern)) yield return file;
        }
        else
        {
            foreach (var file in FoldersIn(folder, pattern).SelectMany(below => Walk(below, level + 1))) yield return file;
        }
    }

    static IEnumerable<string> FilesIn(DirectoryInfo folder, string pattern) =>
        folder.EnumerateFiles().Where(file => Matches(pattern, file.Name)).Select(file => file.FullName);

    static IEnumerable<DirectoryInfo> FoldersIn(DirectoryInfo folder, string pattern) =>
        pattern is "." ? [folder]
        : pattern is ".." ? folder.Parent is { } parent ? [parent] : []
        : folder.EnumerateDirectories().Where(below => Matches(pattern, below.Name));

    static bool Matches(string pattern, string name) =>
        (!name.StartsWith('.') || pattern.StartsWith('.')) && FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
