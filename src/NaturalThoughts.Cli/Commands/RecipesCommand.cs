using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>recipes</c>: the recipes every run knows.</summary>
static class RecipesCommand
{
    public static Command Build()
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "One of them: prints it as YAML, to begin a recipe file with.", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("recipes", "List the built-in recipes: what each picks and where it comes from.") { name };
        command.SetAction((parsed, cancellation) =>
            Task.FromResult(Run(Invocation.Of(parsed, cancellation).Screen, parsed.GetValue(name))));
        return command;
    }

    static int Run(Screen screen, string? name)
    {
        if (name is null) return screen.Result(BuiltInRecipes.All.Select(View.Of), (console, _) => Draw(console));
        if (BuiltInRecipes.Find(name) is { } recipe)
            return screen.Result(View.Of(recipe), (console, view) => console.Write(new Text($"# {view.Description}\n{view.Recipe}")));
        var names = BuiltInRecipes.All.Select(known => known.Name).ToList();
        return screen.Problems([new Problem($"There is no built-in recipe `{name}`.", Expected: $"one of {string.Join(", ", names)}",
            Fix: NearestName.Of(name, names) is { } near ? $"Did you mean `{near}`?" : null)]);
    }

    static void Draw(IAnsiConsole console)
    {
        foreach (var recipe in BuiltInRecipes.All)
        {
            console.MarkupLineInterpolated($"[bold]{recipe.Name}[/]");
            var about = new Markup($"{Markup.Escape(recipe.Description)}\n[grey]{Markup.Escape(recipe.Source)}[/]");
            console.Write(new Padder(about, new Padding(2, 0, 0, 1)));
        }
    }

    sealed record View(string Name, string Description, string Source, string Recipe)
    {
        // Seed and cap are the defaults of every recipe; they say nothing here.
        public static View Of(BuiltInRecipe recipe) => new(recipe.Name, recipe.Description, recipe.Source, string.Concat(
            recipe.Recipe.CanonicalText.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.StartsWith("seed:", StringComparison.Ordinal)
                    && !line.StartsWith("per_question:", StringComparison.Ordinal))
                .Select(line => line + "\n")));
    }
}
