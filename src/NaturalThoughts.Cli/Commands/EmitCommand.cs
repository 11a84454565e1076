using System.CommandLine;
using System.Globalization;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Datasets;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Core.Text;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>emit RUN SELECTION</c>: a dataset ready to train on.</summary>
static class EmitCommand
{
    public static Command Build()
    {
        var run = CommandSettings.Run();
        var selection = CommandSettings.Selection("The selection to emit");
        var layout = TextOptions.Defaulted(
            "--layout", "What a row looks like: prompt-completion, messages, sharegpt or alpaca.", "LAYOUT", "prompt-completion");
        var format = TextOptions.Defaulted("--format", "The files' format: parquet or jsonl.", "FORMAT", "parquet");
        var mix = TextOptions.Optional("--mix",
            "Which traces keep their reasoning (System-2), a share or a condition: 0.4, 40%, disagree. "
            + "The others give their answer only (System-1).", "SHARE|CONDITION");
        var condensed = new Option<bool>("--condensed")
        {
            Description = "The others give the answer that the run's `condense` wrote for them, where there is one.",
        };
        var pairs = TextOptions.Optional("--pairs",
            "Preference pairs: correct (rather than incorrect), shorter (rather than much longer), or both. Not beside --mix.", "KIND");
        var think = TextOptions.Optional("--think", "System prompt of rows with reasoning.", "TEXT");
        var noThink = TextOptions.Optional("--no-think", "System prompt of rows without.", "TEXT");
        var adaptive = TextOptions.Optional("--adaptive",
            "System prompt of all rows, where the model shall decide for itself; not beside the other two.", "TEXT");
        var validation = NumberOptions.Share("--validation", "Share of questions kept apart for validation.");
        var seed = NumberOptions.Whole("--seed", "Seed of mixing by share and of the split; the selection's where not given.", 0);
        var name = TextOptions.Optional("--name", "The dataset's name, and its folder's; the selection's where not given.", "NAME");
        var replace = CommandSettings.Replace("dataset");
        var command = new Command("emit", "Write a dataset from a selection: training files, metadata, card and manifest.")
        {
            run, selection, layout, format, mix, condensed, pairs, think, noThink, adaptive, validation, seed, name, replace,
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
                System2 = System2Of(parsed.GetValue(mix)),
                Condensed = parsed.GetValue(condensed),
                Pairs = parsed.GetValue(pairs),
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

    // A share travels as a plain number.
    internal static string? System2Of(string? mix) =>
        mix is null ? null : NumberOptions.ShareOf(mix)?.ToString("R", CultureInfo.InvariantCulture) ?? mix;

    static void Draw(IAnsiConsole console, DatasetReport report)
    {
        var already = report.Existing ? ", there already" : "";
        console.MarkupLineInterpolated($"[bold]{report.Name}[/]  of selection {report.Selection}{already}");
        console.Write(Tables.Pairs(
        [
            ("train", $"{Display.Count(report.Train)} rows"),
            ("validation", $"{Display.Count(report.Validation)} rows"),
            .. report.LeftOut == 0 ? Array.Empty<(string, string)>() : [("left out, no pair", $"{Display.Count(report.LeftOut)} traces")],
            ("System-2", Display.Share(report.System2, report.Train + report.Validation)),
            ("size", Display.Bytes(report.Bytes)),
            ("folder", NearPath.Of(report.Folder)),
        ]));
        console.WriteLine();
        foreach (var file in report.Files) console.WriteLine($"  {file}");
    }
}
