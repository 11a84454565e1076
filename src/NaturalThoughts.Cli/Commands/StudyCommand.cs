using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>study RUN --recipes A,B --sizes N,M</c>: every recipe at every size, selected and emitted.</summary>
static class StudyCommand
{
    public static Command Build()
    {
        var run = CommandSettings.Run();
        var recipes = new Option<string>("--recipes")
        {
            Description = "Built-in recipes and recipe files, with commas between them.", HelpName = "NAME,FILE,…", Required = true,
        };
        var sizes = NumberOptions.Sizes("--sizes", "How many traces, with commas between them: 1k,10k,100k.");
        var seed = NumberOptions.Whole("--seed", "Seed of all chance; the recipes' own where not given. The sizes of a recipe nest.", 0);
        var layout = TextOptions.Defaulted(
            "--layout", "What a row looks like: prompt-completion, messages, sharegpt or alpaca.", "LAYOUT", "prompt-completion");
        var format = TextOptions.Defaulted("--format", "The files' format: parquet or jsonl.", "FORMAT", "parquet");
        var mix = TextOptions.Optional("--mix", "Which traces keep their reasoning (System-2): a share or a condition.", "SHARE|CONDITION");
        var pairs = TextOptions.Optional("--pairs", "Preference pairs: correct, shorter or both. Not beside --mix.", "KIND");
        var name = TextOptions.Defaulted(
            "--name", "What the names of selections and datasets begin with: PREFIX-RECIPE-SIZE.", "PREFIX", "study");
        var noEmit = new Option<bool>("--no-emit") { Description = "Select only, and write no datasets." };
        var replace = new Option<bool>("--replace")
        {
            Description = "Replace selections and datasets of these names that hold something else.",
        };
        var command = new Command("study", "Select and emit a grid of recipes and sizes in one go, and say how much they have in common.")
        {
            run, recipes, sizes, seed, layout, format, mix, pairs, name, noEmit, replace,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var order = new StudyOrder(
                parsed.GetValue(recipes)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                parsed.GetValue(sizes)!,
                (ulong?)parsed.GetValue(seed),
                parsed.GetValue(name)!,
                parsed.GetValue(noEmit) ? null : new DatasetSpec
                {
                    Name = "",
                    Selection = "",
                    Layout = parsed.GetValue(layout)!,
                    Format = parsed.GetValue(format)!,
                    System2 = EmitCommand.System2Of(parsed.GetValue(mix)),
                    Pairs = parsed.GetValue(pairs),
                },
                parsed.GetValue(replace));
            return new StudyGrid(Invocation.Of(parsed, cancellation), order).RunAsync(parsed.GetValue(run)!);
        });
        return command;
    }
}
