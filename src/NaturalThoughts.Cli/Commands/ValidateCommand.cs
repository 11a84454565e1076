using System.CommandLine;
using System.Text.RegularExpressions;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Runs;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>validate FILE</c>: whether a spec or a recipe can be used, with every problem at once.</summary>
static partial class ValidateCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "A spec file, or a recipe file." };
        var spec = TextOptions.Optional("--spec",
            "For a recipe: the spec whose imported columns and selections it may name. "
            + "Without one only the built-in columns are known.", "SPEC");
        var command = new Command(
            "validate", "Check a spec or a recipe: every key, every expression, and the files and runs a spec names. Starts nothing.")
        {
            file, spec,
        };
        command.SetAction((parsed, cancellation) =>
            RunAsync(Invocation.Of(parsed, cancellation), parsed.GetValue(file)!, parsed.GetValue(spec)));
        return command;
    }

    static async Task<int> RunAsync(Invocation invocation, string file, string? spec)
    {
        var text = SpecFile.Read(file);
        if (!text.Ok) return invocation.Screen.Problems(text.Problems);
        return KeyOfSpec().IsMatch(text.Value)
            ? invocation.Show(await SpecCheck.OfAsync(text.Value, file, invocation.Place), SpecCheck.Draw)
            : invocation.Show(Recipe(file, spec), (console, recipe) =>
                console.Write(new Text($"{NearPath.Of(file)} is a recipe: {recipe.Name}\n{recipe.Recipe}")));
    }

    static Checked<RunSpec> Ground(string? spec)
    {
        if (spec is null) return new(new RunSpec { Run = "none", Sources = [] });
        var text = SpecFile.Read(spec);
        return text.Ok ? SpecReader.Read(text.Value, spec, SpecExpressions.Check) : new(text.Problems);
    }

    static Checked<ValidRecipe> Recipe(string file, string? spec)
    {
        var ground = Ground(spec);
        if (!ground.Ok) return new(ground.Problems);
        var read = RecipeChoice.Read(file, ground.Value);
        if (!read.Ok) return new(read.Problems);
        var basis = read.Value.Recipe is { } inner ? BuiltInRecipes.Find(inner)?.Recipe : null;
        return new(new ValidRecipe("recipe", read.Value.Name, Core.Recipes.Recipe.Of(read.Value, basis).CanonicalText));
    }

    // A spec names its run or its sources; a recipe cannot.
    [GeneratedRegex(
        @"(^|\{\s*)[""']?(run|source|models|roles|endpoints|selections|datasets|annotate|clean|limits)[""']?\s*:", RegexOptions.Multiline)]
    private static partial Regex KeyOfSpec();

    sealed record ValidRecipe(string Kind, string Name, string Recipe);
}
