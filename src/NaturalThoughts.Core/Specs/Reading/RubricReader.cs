using System.Collections.Immutable;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads the options of one rubric.</summary>
static class RubricReader
{
    /// <summary>The value of <c>by</c> that asks no model.</summary>
    public const string Rule = "rule";

    /// <summary>The roles that fill rubrics.</summary>
    public static ImmutableArray<ModelRole> Roles { get; } = [ModelRole.Annotator, ModelRole.Judge];

    /// <summary>A role as specs name it.</summary>
    public static string NameOf(ModelRole role) => role.ToString().ToLowerInvariant();

    /// <summary>The role that fills a rubric where the spec does not say.</summary>
    public static ModelRole RoleOf(string rubric) =>
        Rubric.Of(rubric, new()) is { Ok: true, Value.Role: var role } ? role : ModelRole.Annotator;

    /// <summary>The rubric with its options, and who is to fill it.</summary>
    public static (RubricSpec Rubric, string? By) Read(MapReader map, string name)
    {
        var by = map.Choice("by", [Rule, .. Roles.Select(NameOf)]);
        var rubric = new RubricSpec
        {
            Name = name,
            By = Roles.FirstOrDefault(role => NameOf(role) == by, RoleOf(name)),
            Template = map.Line("template", "a text file"),
            Prompt = map.Text("template_text"),
            MaxChars = (int?)map.Whole("max_chars", FittedText.Least, int.MaxValue),
            Domains = Texts(map, "domains", name),
            Topics = Texts(map, "topics", name),
        };
        if (map.Has("template") && map.Has("template_text"))
            map.Reading.Report(
                map.PlaceOf("template_text"), $"`{map.PathOf("template_text")}` stands beside `template`.", fix: "Keep one of them.");
        map.Finish();
        return (rubric, by);
    }

    static ImmutableArray<string> Texts(MapReader map, string key, string rubric)
    {
        var texts = map.List(key, $"{key}: [Algebra, Optics]")
            .Select(item => map.Text(item.Key, item.Node, "a text")).OfType<YamlScalar>().ToList();
        if (map.Has(key) && rubric != "domain")
            map.Reading.Report(map.PlaceOf(key), $"`{rubric}` has no `{key}`.", fix: "Remove it.");
        foreach (var empty in texts.Where(text => text.Text.Trim().Length == 0))
            map.Reading.Report(empty.At, $"`{map.PathOf(key)}` holds an empty text.", fix: "Remove it.");
        return [.. texts.Select(text => text.Text)];
    }
}
