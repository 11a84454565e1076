using System.Text.RegularExpressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Specs;
using Newtonsoft.Json.Linq;

namespace NaturalThoughts.Core.Tests.Specs;

public sealed partial class SpecReferenceTests
{
    [Fact]
    public void Reference_EveryMap_HasATableOfItsKeys()
    {
        var tables = KeyTables().ToHashSet();

        Assert.All(SpecShape.All, shape => Assert.Contains(Joined(shape.Keys), tables));
        Assert.Equal(SpecShape.All.Length, tables.Count);
    }

    [Fact]
    public void Reference_Columns_AreTheBuiltInOnes() =>
        Assert.Equal(
            FeatureSchema.BuiltIn.Select(column =>
                $"| `{column.Name}` | {column.Kind.ToString().ToLowerInvariant()} | {(column.OfQuestion ? "question" : "trace")} "
                + $"| {column.Annotator} | {column.Description} |"),
            Section("### Columns").Where(line => line.StartsWith("| `", StringComparison.Ordinal)));

    [Fact]
    public void Reference_Recipes_AreTheBuiltInOnes() =>
        Assert.Equal(SpecNames.Recipes,
            Section("### Built-in recipes").Where(line => line.StartsWith("| `", StringComparison.Ordinal))
                .Select(line => line.Split('`')[1]));

    [Fact]
    public void Reference_Defaults_AreTheSchemas()
    {
        var schema = JObject.Parse(File.ReadAllText(RepositorySpecs.Path("docs", "naturalthoughts.schema.json")));
        var stated = schema.Descendants().OfType<JProperty>()
            .Where(property => property is { Name: "default", Value: JValue } && property.Value.ToString() != "{question}")
            .Select(property => $"| `{((JProperty)property.Parent!.Parent!).Name}` | {property.Value} |").ToList();
        var rows = Lines().Select(line => line.Split(" | ")).Where(cells => cells.Length >= 4)
            .Select(cells => $"{cells[0]} | {cells[2].Trim('`')} |").ToHashSet();

        Assert.Equal(20, stated.Count);
        Assert.All(stated, row => Assert.Contains(row, rows));
    }

    [Fact]
    public void Reference_ExampleSpecs_HaveNoProblems()
    {
        var examples = Example().Matches(Text()).Select(example => Indent().Replace(example.Value, ""))
            .Where(example => example.StartsWith("run:", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, examples.Count);
        Assert.All(examples, example => Assert.Empty(SpecReader.Read(example, "example.yaml").Problems));
    }

    /// <summary>The keys of each table with a column of defaults.</summary>
    static IEnumerable<string> KeyTables()
    {
        var lines = Lines();
        for (var i = 0; i < lines.Length; i++)
            if (lines[i].StartsWith("| key |", StringComparison.Ordinal))
                yield return Joined(lines.Skip(i + 2).TakeWhile(line => line.StartsWith("| `", StringComparison.Ordinal))
                    .Select(line => line.Split('`')[1]));
    }

    static string Joined(IEnumerable<string> keys) => string.Join(' ', keys.Order(StringComparer.Ordinal));

    static IEnumerable<string> Section(string title) =>
        Lines().SkipWhile(line => line != title).Skip(1).TakeWhile(line => !line.StartsWith('#'));

    static string[] Lines() => Text().Split('\n');

    static string Text() => File.ReadAllText(RepositorySpecs.Path("docs", "spec-reference.md")).ReplaceLineEndings("\n");

    [GeneratedRegex(@"(?m)(^    .*\n)+")]
    private static partial Regex Example();

    [GeneratedRegex("(?m)^    ")]
    private static partial Regex Indent();
}
