using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Core.Text;
using NaturalThoughts.Data.Log.Verification;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>verify RUN</c>: reads all logs of a run to their last byte.</summary>
static class VerifyCommand
{
    public static Command Build()
    {
        var run = CommandSettings.Run();
        var command = new Command("verify", "Read a run's logs to their last byte and say all that is damaged. Changes nothing.") { run };
        command.SetAction((parsed, cancellation) => RunAsync(Invocation.Of(parsed, cancellation), parsed.GetValue(run)!));
        return command;
    }

    static async Task<int> RunAsync(Invocation invocation, string run)
    {
        var verified = await invocation.Place.VerifyAsync(run);
        if (!verified.Ok) return invocation.Screen.Problems(verified.Problems);
        var report = verified.Value;
        invocation.Screen.Result(report, Draw);
        if (report.Sound) return ExitCode.Done;
        if (!invocation.Screen.Json) invocation.Screen.Complain(report.Problems);
        return ExitCode.Failed;
    }

    static void Draw(IAnsiConsole console, VerificationReport report)
    {
        var table = Tables.Of(1, "log", "last", "entries", "files", "ranges", "covered", "size");
        foreach (var log in report.Logs)
            table.Add(
                30,
                log.Name,
                Display.Count(log.Last),
                Display.Count(log.Entries),
                Display.Count(log.Files),
                Display.Count(log.Ranges),
                Display.Count(log.Covered),
                Display.Bytes(log.Bytes));
        console.Write(table);
        console.WriteLine(report.Sound ? "all logs are sound" : $"{Display.Count(report.Problems.Length)} problems");
    }
}
