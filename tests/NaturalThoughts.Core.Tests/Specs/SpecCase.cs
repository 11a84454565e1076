using System.Text.RegularExpressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Tests.Specs;

/// <summary>A wrong spec and all that must be said about it, written as text: <c>### name</c>, the file, then <c>&gt;&gt;&gt; line:column:
/// message</c> for each problem.</summary>
public sealed partial record SpecCase(string Name, string Yaml, string[] Problems)
{
    /// <summary>What the line <c>@pool</c> stands for: the two lines a run cannot do without.</summary>
    const string Pool = "run: r\nsource: {path: q.jsonl, preset: s1}";

    public static TheoryData<SpecCase> All(string text)
    {
        var cases = new TheoryData<SpecCase>();
        foreach (var block in Regex.Split(text.ReplaceLineEndings("\n"), "(?m)^### ").Skip(1)) cases.Add(Parse(block));
        return cases;
    }

    /// <summary>The messages the reader gives, without the file's name.</summary>
    public string[] Read() => [.. Report(SpecReader.Read(Yaml, "spec.yaml", Complain).Problems)];

    /// <summary>The name; xunit shows it.</summary>
    public override string ToString() => Name;

    /// <summary>Stands in for the expression compiler: every word BAD is a problem where it stands.</summary>
    public static IEnumerable<Problem> Complain(string text, FeatureKind expected, RunSpec spec)
    {
        foreach (Match bad in Bad().Matches(text))
        {
            var before = text[..bad.Index];
            yield return new($"`BAD` is no {expected}.", Line: before.Count(c => c == '\n') + 1,
                Column: bad.Index - before.LastIndexOf('\n'));
        }
    }

    static IEnumerable<string> Report(IEnumerable<Problem> problems) =>
        problems.Select(problem => problem.ToString())
            .Select(text => text.StartsWith("spec.yaml:", StringComparison.Ordinal) ? text["spec.yaml:".Length..] : $"elsewhere: {text}");

    static SpecCase Parse(string block)
    {
        var lines = block.TrimEnd('\n').Split('\n');
        var yaml = lines.Skip(1).TakeWhile(line => !line.StartsWith(">>>", StringComparison.Ordinal));
        var problems = lines.Where(line => line.StartsWith(">>> ", StringComparison.Ordinal)).Select(line => line[4..]);
        var text = string.Join('\n', yaml).Replace("@pool", Pool, StringComparison.Ordinal);
        return new(lines[0], text.Replace("⇥", "\t", StringComparison.Ordinal) + "\n", [.. problems]);
    }

    [GeneratedRegex("BAD")]
    private static partial Regex Bad();
}
