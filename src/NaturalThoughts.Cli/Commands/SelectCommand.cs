using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Specs;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>select RUN --recipe NAME</c>: another selection from what a run has; no model is asked.</summary>
static class SelectCommand
{
    public static Command Build()
    {
        var run = CommandSettings.Run();
        var recipe = TextOptions.Optional(
            "--recipe", "A built-in recipe (`naturalthoughts recipes` lists them) or a recipe file.", "NAME|FILE", "-r");
        var where = TextOptions.Optional("--where", "Which traces are eligible, over the recipe's.", "CONDITION");
        var weight = TextOptions.Optional("--weight", "Weight for sampling, over the recipe's.", "EXPRESSION");
        var rank = TextOptions.Optional("--rank", "Take the largest values of this instead of sampling.", "EXPRESSION");
        var sample = TextOptions.Optional("--sample", "Take each trace by itself with this probability.", "EXPRESSION");
        var draw = TextOptions.Optional("--draw",
            "What chance falls on: trace, or question, so that one with many traces is no likelier.", "trace|question");
        var stratify = TextOptions.Optional("--stratify", "Share the places out evenly by the values of a column.", "COLUMN");
        var perQuestion = NumberOptions.Whole("--per-question", "Most traces of one question; 1 where nothing says otherwise.", 1);
        var exclude = TextOptions.Several(
            "--exclude", "An earlier selection, or a file of ids, to leave out; may be given several times.", "SELECTION|FILE");
        var size = NumberOptions.Whole("--size", "How many traces; all that are eligible where nothing says otherwise.", 1);
        var seed = NumberOptions.Whole("--seed", "Seed of all chance. With one seed a smaller selection is inside a larger one.", 0);
        var name = TextOptions.Optional("--name", "The selection's name; the recipe's name and the size where not given.", "NAME");
        var replace = CommandSettings.Replace("selection");
        var command = new Command(
            "select", "Pick traces from a run by a recipe, as of now. No model is asked; a selection takes well under a second.")
        {
            run, recipe, size, seed, name, where, weight, rank, sample, draw, stratify, perQuestion, exclude, replace,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var invocation = Invocation.Of(parsed, cancellation);
            var asked = new SelectionSpec
            {
                Name = parsed.GetValue(name) ?? "",
                Recipe = parsed.GetValue(recipe),
                Where = parsed.GetValue(where),
                Weight = parsed.GetValue(weight),
                Rank = parsed.GetValue(rank),
                Sample = parsed.GetValue(sample),
                Draw = parsed.GetValue(draw),
                Stratify = parsed.GetValue(stratify) is { } column ? new() { By = column } : null,
                Size = parsed.GetValue(size),
                Seed = (ulong?)parsed.GetValue(seed),
                PerQuestion = (int?)Math.Min(parsed.GetValue(perQuestion) ?? 0, int.MaxValue) is var cap and > 0 ? cap : null,
                Exclude = [.. (parsed.GetValue(exclude) ?? []).Select(invocation.Place.FileName)],
            };
            return RunAsync(invocation, parsed.GetValue(run)!, asked, parsed.GetValue(replace));
        });
        return command;
    }

    static async Task<int> RunAsync(Invocation invocation, string run, SelectionSpec asked, bool replace)
    {
        if (asked is { Recipe: null, Where: null, Weight: null, Rank: null, Sample: null, Draw: null, Stratify: null })
            return invocation.Screen.Problems([new Problem("Nothing says what to select.", "--recipe",
                Expected: $"a recipe file, or one of {string.Join(", ", BuiltInRecipes.All.Select(builtIn => builtIn.Name))}",
                Fix: $"For example `naturalthoughts select {run} --recipe random --size 1000`.")]);
        var selection = RecipeChoice.Of(asked, await invocation.Place.SpecAsync(run));
        if (!selection.Ok) return invocation.Screen.Problems(selection.Problems);
        return await invocation.OnRunAsync(run, async grain =>
        {
            var report = await grain.Select(selection.Value, replace);
            if (!report.Ok) return invocation.Screen.Problems(report.Problems);
            var pairs = invocation.Screen.Json ? [] : await grain.Distributions(report.Value.Name);
            invocation.Screen.Result(report.Value, (console, result) => SelectionView.Draw(console, result, pairs));
            var emitted = Markup.Escape($"{run} {report.Value.Name}{invocation.Place.Option}");
            invocation.Screen.Say($"[grey]Emit it with:[/] naturalthoughts emit {emitted}");
            return ExitCode.Done;
        });
    }
}
