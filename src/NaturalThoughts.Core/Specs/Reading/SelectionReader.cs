using System.Collections.Immutable;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Recipes;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads <c>selections</c>, and a recipe file, which has a selection's keys.</summary>
static class SelectionReader
{
    const string Example = "{name: random-10k, recipe: random, size: 10000}";

    /// <summary>All selections in their order.</summary>
    /// <param name="root">The spec.</param>
    /// <param name="columns">The columns a run with these sources has.</param>
    /// <param name="clusters">Whether its questions are put into clusters.</param>
    public static ImmutableArray<SelectionSpec> Read(MapReader root, FeatureSchema columns, bool clusters)
    {
        var selections = ImmutableArray.CreateBuilder<SelectionSpec>();
        foreach (var (key, node) in root.List("selections", $"selections: [{Example}]"))
        {
            if (root.Map(key, node, SpecShape.Selection, Example) is not { } map) continue;
            map.Require("name", "Add `name:`; datasets and `exclude` refer to it.");
            var name = map.Name("name") ?? "";
            if (selections.Any(other => name.Equals(other.Name, StringComparison.OrdinalIgnoreCase)))
                root.Reading.Report(map.PlaceOf("name"), $"Two selections are named `{name}`.",
                    fix: "Give each its own `name`; upper and lower case count as the same.");
            selections.Add(Selection(map, name, columns, [.. selections.Select(other => other.Name)]));
            if (!clusters && ClusterColumn.Stratifies(selections[^1]) && ClusterColumn.Missing() is var missing)
                root.Reading.Report(map.PlaceOf(map.Has("stratify") ? "stratify" : "recipe"), missing.What, fix: missing.Fix);
        }

        return selections.ToImmutable();
    }

    /// <summary>One selection.</summary>
    /// <param name="map">Its keys; <c>name</c> is already taken.</param>
    /// <param name="name">Its name.</param>
    /// <param name="columns">The run's columns; null when the run is not known.</param>
    /// <param name="earlier">Names <c>exclude</c> may use; null when the run is not known.</param>
    public static SelectionSpec Selection(MapReader map, string name, FeatureSchema? columns, ImmutableArray<string>? earlier)
    {
        var selection = new SelectionSpec
        {
            Name = name,
            Recipe = Recipe(map),
            Where = map.Expression("where", FeatureKind.Flag),
            Weight = map.Expression("weight", FeatureKind.Number),
            Rank = map.Expression("rank", FeatureKind.Number),
            Sample = map.Expression("sample", FeatureKind.Number),
            Draw = map.Choice("draw", SpecNames.Draws),
            Stratify = StratifyReader.Read(map, columns),
            Size = (long?)map.Whole("size", 1, Recipes.Recipe.LargestSize),
            Seed = (ulong?)map.Whole("seed", 0, ulong.MaxValue),
            PerQuestion = (int?)map.Whole("per_question", 1, int.MaxValue),
            Exclude = Exclude(map, earlier),
        };
        if (map.Has("weight") && map.Has("rank"))
            map.Reading.Report(map.PlaceOf("rank"), $"`{(map.Path.Length == 0 ? "The recipe" : map.Path)}` has both `weight` and `rank`.",
                fix: "Keep `weight` to sample by it, or `rank` to take the largest.");
        else if (map.Has("sample") && (map.Has("weight") || map.Has("rank")))
            map.Reading.Report(map.PlaceOf("sample"),
                $"`{(map.Path.Length == 0 ? "The recipe" : map.Path)}` has both `sample` and `{(map.Has("rank") ? "rank" : "weight")}`.",
                fix: "Keep `sample` to take each trace with its own probability, or the other to fill a size.");
        if (RuledOut(selection))
            map.Reading.Report(map.PlaceOf("draw"),
                $"`{map.PathOf("draw")}` says what chance falls on, and a `rank` leaves nothing to chance.",
                fix: "Write `draw: trace`, or order by `weight` or `sample`.");
        map.Finish();
        return selection;
    }

    // Of a recipe file the reader does not know what it orders by.
    static bool RuledOut(SelectionSpec selection) =>
        (selection.Recipe is null || BuiltInRecipes.Find(selection.Recipe) is not null)
        && Recipes.Recipe.Of(selection, selection.Recipe is { } name ? BuiltInRecipes.Find(name)?.Recipe : null)
            is { ByQuestion: true, Rank: not null, Weight: null, Sample: null };

    static string? Recipe(MapReader map)
    {
        if (map.Line("recipe", "a built-in recipe or a recipe file") is not { } recipe) return null;
        if (SpecNames.Recipes.Contains(recipe) || IsFile(recipe)) return recipe;
        map.Reading.Report(map.PlaceOf("recipe"), $"There is no recipe `{MapReader.Cut(recipe)}`.",
            $"{MapReader.OneOf(SpecNames.Recipes)}, or a file ending in .yaml",
            map.Reading.DidYouMean(recipe, SpecNames.Recipes));
        return recipe;
    }

    static ImmutableArray<string> Exclude(MapReader map, ImmutableArray<string>? earlier)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, node) in map.List("exclude", "exclude: [SELECTION]"))
        {
            if (map.Text(key, node, "the name of an earlier selection, or a file of ids") is not { Text: var name } scalar) continue;
            if (earlier is { } known && !known.Contains(name) && !IsFile(name))
                map.Reading.Report(scalar.At, $"`{map.PathOf(key)}` names `{MapReader.Cut(name)}`, which is no earlier selection.",
                    known.IsEmpty ? "a file of ids; no selection stands before this one" : $"{MapReader.OneOf(known)}, or a file of ids",
                    map.Reading.DidYouMean(name, known));
            if (!seen.Add(name))
                map.Reading.Report(scalar.At, $"`{map.PathOf(key)}` repeats `{MapReader.Cut(name)}`.", fix: "Keep one of them.");
            names.Add(name);
        }

        return names.ToImmutable();
    }

    static bool IsFile(string text) => text.AsSpan().IndexOfAny('/', '\\') >= 0 || Path.HasExtension(text);
}
