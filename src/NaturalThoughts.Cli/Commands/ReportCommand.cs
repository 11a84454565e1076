using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Text;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>report RUN SELECTION</c>: a selection's report as a page of its own.</summary>
static class ReportCommand
{
    public static Command Build()
    {
        var run = CommandSettings.Run();
        var selection = CommandSettings.Selection("The selection to report on");
        var file = TextOptions.Optional(
            "--out", "The file to write; RUN-SELECTION.html in this folder where not given. One that is there is replaced.", "FILE");
        var command = new Command(
            "report", "Write a selection's report: recipe, funnel, distributions, overlaps and examples, as one HTML page.")
        {
            run, selection, file,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var invocation = Invocation.Of(parsed, cancellation);
            var (name, of) = (parsed.GetValue(run)!, parsed.GetValue(selection)!);
            return invocation.OnRunAsync(name, async grain =>
            {
                var report = await grain.Report(of);
                return report.Ok
                    ? await WriteAsync(invocation, parsed.GetValue(file) ?? $"{name}-{of}.html", of, report.Value.Html)
                    : invocation.Screen.Problems(report.Problems);
            });
        });
        return command;
    }

    static async Task<int> WriteAsync(Invocation invocation, string file, string selection, string html)
    {
        try
        {
            await File.WriteAllTextAsync(file, html, invocation.Cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return invocation.Screen.Problems([new Problem($"The report cannot be written: {error.Message}", file,
                Fix: "Name another file with `--out`.")], ExitCode.Failed);
        }

        var written = new Written(selection, Path.GetFullPath(file), new FileInfo(file).Length);
        return invocation.Screen.Result(written, (console, report) =>
            console.WriteLine($"{NearPath.Of(report.File)}  {Display.Bytes(report.Bytes)}"));
    }

    sealed record Written(string Selection, string File, long Bytes);
}
