using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Server.Api.Resources;

namespace NaturalThoughts.Server.Console.Workbench;

/// <summary>What a recipe is made from.</summary>
/// <param name="Key">What it is: <c>recipe:random</c>.</param>
/// <param name="Text">Its text.</param>
/// <param name="Description">What it picks; null for a selection of the run.</param>
/// <param name="Source">Where it comes from, and what is our reading.</param>
/// <param name="Problem">Why there is nothing of that name; then it is the first recipe of all.</param>
public sealed record RecipeStart(string Key, string Text, string? Description = null, string? Source = null, Problem? Problem = null)
{
    const string Recipe = "recipe:";
    const string Selection = "selection:";

    /// <summary>From a built-in recipe or a selection of the run; by default the first recipe of all.</summary>
    public static RecipeStart Of(string? recipe, string? selection, RunFolder run)
    {
        if (selection is not null)
        {
            var kept = KeptSelection.Read(run, selection);
            return kept.Ok ? new(KeyOf(Selection, selection), kept.Value.Report.Recipe) : Usual with { Problem = kept.Problems[0] };
        }

        if (recipe is null) return Usual;
        return BuiltInRecipes.Find(recipe) is { } found ? Of(found)
            : Usual with { Problem = RecipeResource.Unknown(recipe) with { Where = null } };
    }

    /// <summary>Names of a recipe and a selection, one of which a key stands for.</summary>
    public static (string? Recipe, string? Selection) Named(string key) => key switch
    {
        _ when key.StartsWith(Recipe, StringComparison.Ordinal) => (key[Recipe.Length..], null),
        _ when key.StartsWith(Selection, StringComparison.Ordinal) => (null, key[Selection.Length..]),
        _ => (null, null),
    };

    /// <summary>The key of a built-in recipe.</summary>
    public static string OfRecipe(string name) => KeyOf(Recipe, name);

    /// <summary>The key of a selection.</summary>
    public static string OfSelection(string name) => KeyOf(Selection, name);

    static RecipeStart Usual => Of(BuiltInRecipes.All[0]);

    static string KeyOf(string kind, string name) => kind + name;

    // The seed is left to its field: people change it without touching the text.
    static RecipeStart Of(BuiltInRecipe recipe) => new(
        OfRecipe(recipe.Name),
        string.Join('\n', recipe.Recipe.CanonicalText.Split('\n').Where(line => !line.StartsWith("seed: ", StringComparison.Ordinal))),
        recipe.Description, recipe.Source);
}
