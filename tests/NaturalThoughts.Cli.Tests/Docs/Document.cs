using System.Text.RegularExpressions;

namespace NaturalThoughts.Cli.Tests.Docs;

/// <summary>One Markdown file of the repository.</summary>
sealed partial class Document
{
    readonly string[] _lines;

    Document(string path) => (Path, _lines) = (path, File.ReadAllLines(path));

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = Up(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>All of them: those at the top and those in <c>docs</c>, <c>samples</c>, <c>deploy</c> and <c>helm</c>.</summary>
    public static IEnumerable<Document> All() => Directory.EnumerateFiles(Root, "*.md")
        .Concat(new[] { "docs", "samples", "deploy", "helm" }.SelectMany(folder =>
            Directory.EnumerateFiles(System.IO.Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories)))
        .Order(StringComparer.Ordinal).Select(path => new Document(path));

    /// <summary>A file by its path in the repository.</summary>
    public static Document Of(params string[] parts) => new(System.IO.Path.Combine([Root, .. parts]));

    /// <summary>What GitHub makes of the headings outside of code: where links with <c>#</c> can lead.</summary>
    public IEnumerable<string> Anchors() => Prose().Where(line => line.StartsWith('#'))
        .Select(heading => NotInAnchors().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>Targets of links and pictures.</summary>
    public IEnumerable<string> Links() =>
        Prose().SelectMany(line => Link().Matches(Code().Replace(line, "")).Select(match => match.Groups[1].Value));

    /// <summary>Fenced code of a language.</summary>
    public IEnumerable<string> Blocks(string language) => Fence().Matches(string.Join('\n', _lines))
        .Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["code"].Value);

    /// <summary>Code lines, fenced or indented, that call the program, without what calls it.</summary>
    public IEnumerable<string> CommandLines() => _lines.Select(line => line.Trim())
        .Where(line => line.StartsWith("naturalthoughts ", StringComparison.Ordinal) || line.StartsWith(Run, StringComparison.Ordinal))
        .Select(line => line.StartsWith(Run, StringComparison.Ordinal) ? line[Run.Length..] : line["naturalthoughts ".Length..])
        // The rest is the shell's.
        .Select(line => line.Split(" &", 2)[0]);

    /// <inheritdoc/>
    public override string ToString() => System.IO.Path.GetRelativePath(Root, Path);

    const string Run = "dotnet run --project src/NaturalThoughts.Cli -- ";

    IEnumerable<string> Prose()
    {
        var fenced = false;
        foreach (var line in _lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) fenced = !fenced;
            else if (!fenced && !line.StartsWith("    ", StringComparison.Ordinal)) yield return line;
        }
    }

    static string Up(DirectoryInfo folder) =>
        File.Exists(System.IO.Path.Combine(folder.FullName, "NaturalThoughts.sln")) ? folder.FullName
        : folder.Parent is { } parent ? Up(parent)
        : throw new DirectoryNotFoundException("No folder above the tests holds NaturalThoughts.sln.");

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
