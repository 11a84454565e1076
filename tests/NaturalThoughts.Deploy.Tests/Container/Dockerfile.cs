using System.Collections.Immutable;

namespace NaturalThoughts.Deploy.Tests.Container;

/// <summary><c>deploy/Dockerfile</c>, its lines joined and without comments.</summary>
static class Dockerfile
{
    /// <summary>Its instructions, each with what follows it.</summary>
    public static ImmutableArray<(string Name, string Text)> Instructions { get; } =
    [
        .. File.ReadAllText(Path.Combine(Repository.Root, "deploy", "Dockerfile")).Replace("\\\n", " ", StringComparison.Ordinal)
            .Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2)).Select(words => (words[0], words[1].Trim())),
    ];

    /// <summary>What follows each instruction of a name in the last stage.</summary>
    public static IEnumerable<string> Last(string name) =>
        Instructions[Instructions.FindLastIndex(one => one.Name == "FROM")..].Where(one => one.Name == name).Select(one => one.Text);

    static int FindLastIndex(this ImmutableArray<(string Name, string Text)> all, Func<(string Name, string Text), bool> fits) =>
        Enumerable.Range(0, all.Length).Last(index => fits(all[index]));
}
