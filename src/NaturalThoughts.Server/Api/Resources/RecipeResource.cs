using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>Recipes: those every run knows by name, and whether one that somebody writes would do.</summary>
static class RecipeResource
{
    /// <summary>Puts them in.</summary>
    public static void Map(RouteGroupBuilder api, RouteGroupBuilder run)
    {
        api.MapGet("/recipes", (int limit = Paging.Usual, string? after = null) => Versioned.Answer(Paging.Of(
            BuiltInRecipes.All.Select(recipe => recipe.Name).Order(StringComparer.Ordinal), limit, after,
            name => RecipeReply.Of(BuiltInRecipes.Find(name)!))))
            .Described<Page<RecipeReply>>("listRecipes", "The recipes that every run knows by name.");
        api.MapGet("/recipes/{name}", (string name) => BuiltInRecipes.Find(name) is { } recipe
            ? Versioned.Answer(RecipeReply.Of(recipe))
            : throw Paging.Missing(Unknown(name)))
            .Described<RecipeReply>("getRecipe", "A recipe that every run knows by name.");
        run.MapPost("/recipes/validation", (string run, RecipeText recipe, RunDoor door) =>
            RunDoor.Answer(Validated(recipe.Yaml, SpecOf(door.Folder(run)))))
            .Described<RecipeVerdict>("validateRecipe", "Whether a recipe would do, or all that is wrong with it.").ThatOnlyLooks();
    }

    /// <summary>What a recipe of a run may name.</summary>
    /// <exception cref="ProblemsException">The run has no spec, or one that does not read.</exception>
    internal static RunSpec SpecOf(RunFolder run)
    {
        if (AcceptedSpec.Of(run) is not { } accepted)
            throw new ProblemsException(StatusCodes.Status422UnprocessableEntity, [new("The run has no spec.", run.Run)]);
        var spec = accepted.Read(run.Spec);
        return spec.Ok ? spec.Value : throw new ProblemsException(StatusCodes.Status422UnprocessableEntity, spec.Problems);
    }

    /// <summary>Whether a recipe would do.</summary>
    internal static RecipeVerdict Validated(string yaml, RunSpec spec)
    {
        var read = RecipeReader.Read(yaml, "recipe", spec, SpecExpressions.Check);
        if (!read.Ok) return new(false, read.Problems, null);
        var basis = read.Value.Recipe is { } name ? BuiltInRecipes.Find(name)?.Recipe : null;
        // What a recipe file adds is seen by a preview, which reads it.
        if (read.Value.Recipe is not null && basis is null) return new(true, [], null);
        var recipe = Recipe.Of(read.Value, basis);
        var compiled = recipe.Compile(SpecExpressions.Schema(spec));
        return new(compiled.Ok, compiled.Problems, compiled.Ok ? recipe.CanonicalText : null);
    }

    /// <summary>There is no such recipe.</summary>
    internal static Problem Unknown(string name)
    {
        var names = BuiltInRecipes.All.Select(recipe => recipe.Name).ToList();
        return new($"There is no built-in recipe `{name}`.", "name",
            Expected: string.Join(", ", names), Fix: NearestName.DidYouMean(name, names));
    }
}

/// <summary>A recipe that every run knows by name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it picks, in a sentence.</param>
/// <param name="Source">Where it comes from, and what is our reading.</param>
/// <param name="Yaml">The recipe in full.</param>
public sealed record RecipeReply(string Name, string Description, string Source, string Yaml)
{
    internal static RecipeReply Of(BuiltInRecipe recipe) =>
        new(recipe.Name, recipe.Description, recipe.Source, recipe.Recipe.CanonicalText);
}

/// <summary>A recipe as somebody writes it.</summary>
/// <param name="Yaml">The keys of a selection.</param>
public sealed record RecipeText(string Yaml);

/// <summary>Whether a recipe would do.</summary>
/// <param name="Valid">Whether it would.</param>
/// <param name="Problems">All that is wrong with it, with lines and columns from 1.</param>
/// <param name="Recipe">The recipe in full; null where it is wrong, or builds on a file.</param>
public sealed record RecipeVerdict(bool Valid, ImmutableArray<Problem> Problems, string? Recipe);
