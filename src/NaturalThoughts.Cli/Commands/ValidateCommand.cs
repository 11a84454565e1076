using System.CommandLine;
using System.Text.RegularExpressions;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Specs;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>validate FILE</c>: whether a spec or a recipe can be used, with every problem at once.</summary>
static partial class ValidateCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "A spec file, or a recipe file." };
        var command = new Command(
            "validate", "Check a spec or a recipe: every key, every expression, and the files a spec names. Starts nothing.")
        {
            file,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(Invocation.Of(parsed, cancellation), parsed.GetValue(file)!)));
        return command;
    }

    static int Run(Invocation invocation, string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return invocation.Screen.Problems([new Problem($"The file cannot be read: {error.Message}", file,
                Fix: "Give the path of a spec or a recipe.")]);
        }

        return KeyOfSpec().IsMatch(text)
            ? invocation.Show(SpecCheck.Of(text, file), SpecCheck.Draw)
            : invocation.Show(Recipe(file), (console, recipe) =>
                console.Write(new Text($"{Display.Path(file)} is a recipe: {recipe.Name}\n{recipe.Recipe}")));
    }

    // Without a run the columns are the built-in ones.
    static Checked<ValidRecipe> Recipe(string file)
    {
        var read = RecipeChoice.Read(file, new RunSpec { Run = "none", Sources = [] });
        if (!read.Ok) return new(read.Problems);
        var basis = read.Value.Recipe is { } inner ? BuiltInRecipes.Find(inner)?.Recipe : null;
        return new(new ValidRecipe("recipe", read.Value.Name, Core.Recipes.Recipe.Of(read.Value, basis).CanonicalText));
    }

    // A spec names its run or its sources; a recipe cannot.
    [GeneratedRegex(
        @"(^|\{\s*)[""']?(run|source|models|roles|endpoints|selections|datasets|annotate|limits)[""']?\s*:", RegexOptions.Multiline)]
    private static partial Regex KeyOfSpec();

    sealed record ValidRecipe(string Kind, string Name, string Recipe);
}
