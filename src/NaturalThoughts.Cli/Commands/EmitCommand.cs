using System.CommandLine;
using System.Globalization;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Datasets;
using NaturalThoughts.Core.Specs;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>emit RUN SELECTION</c>: a dataset ready to train on.</summary>
static class EmitCommand
{
    public static Command Build()
    {
        var run = CommandSettings.Run();
        var selection = new Argument<string>("SELECTION") { Description = "The selection to emit; `naturalthoughts status RUN` lists them." };
        var layout = new Option<string>("--layout") { Description = "What a row looks like: prompt-completion, messages, sharegpt or alpaca.", DefaultValueFactory = _ => "prompt-completion", HelpName = "LAYOUT" };
        var format = new Option<string>("--format") { Description = "The files' format: parquet or jsonl.", DefaultValueFactory = _ => "parquet", HelpName = "FORMAT" };
        var mix = new Option<string?>("--mix") { Description = "Which traces keep their reasoning (System-2), a share or a condition: 0.4, 40%, disagree. The others give their answer only (System-1).", HelpName = "SHARE|CONDITION" };
        var think = new Option<string?>("--think") { Description = "System prompt of rows with reasoning.", HelpName = "TEXT" };
        var noThink = new Option<string?>("--no-think") { Description = "System prompt of rows without.", HelpName = "TEXT" };
        var adaptive = new Option<string?>("--adaptive") { Description = "System prompt of all rows, where the model shall decide for itself; not beside the other two.", HelpName = "TEXT" };
        var validation = NumberOptions.Share("--validation", "Share of questions kept apart for validation.");
        var seed = NumberOptions.Whole("--seed", "Seed of mixing by share and of the split; the selection's where not given.", 0);
        var name = new Option<string?>("--name") { Description = "The dataset's name, and its folder's; the selection's where not given.", HelpName = "NAME" };
        var replace = CommandSettings.Replace("dataset");
        var command = new Command("emit", "Write a dataset from a selection: training files, metadata, card and manifest.")
        {
            run, selection, layout, format, mix, think, noThink, adaptive, validation, seed, name, replace,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var invocation = Invocation.Of(parsed, cancellation);
            var dataset = new DatasetSpec
            {
                Name = parsed.GetValue(name) ?? parsed.GetValue(selection)!,
                Selection = parsed.GetValue(selection)!,
                Layout = parsed.GetValue(layout)!,
                Format = parsed.GetValue(format)!,
                System2 = parsed.GetValue(mix) is { } text ? NumberOptions.ShareOf(text)?.ToString("R", CultureInfo.InvariantCulture) ?? text : null,
                Think = parsed.GetValue(think),
                NoThink = parsed.GetValue(noThink),
                Adaptive = parsed.GetValue(adaptive),
                Validation = parsed.GetValue(validation) ?? 0,
                Seed = (ulong?)parsed.GetValue(seed),
            };
            var replaces = parsed.GetValue(replace);
            return invocation.OnRunAsync(parsed.GetValue(run)!, async grain => invocation.Show(await grain.Emit(dataset, replaces), Draw));
        });
        return command;
    }

    static void Draw(IAnsiConsole console, DatasetReport report)
    {
        console.MarkupLineInterpolated($"[bold]{report.Name}[/]  of selection {report.Selection}{(report.Existing ? ", there already" : "")}");
        console.Write(Tables.Pairs(
        [
            ("train", $"{Display.Count(report.Train)} rows"),
            ("validation", $"{Display.Count(report.Validation)} rows"),
            ("System-2", Display.Share(report.System2, report.Train + report.Validation)),
            ("size", Display.Bytes(report.Bytes)),
            ("folder", Display.Path(report.Folder)),
        ]));
        console.WriteLine();
        foreach (var file in report.Files) console.WriteLine($"  {file}");
    }
}
