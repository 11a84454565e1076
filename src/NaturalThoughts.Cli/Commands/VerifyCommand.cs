using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Data.Log.Verification;
using NaturalThoughts.Data.Runs;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>verify RUN</c>: reads all logs of a run to their last byte.</summary>
static class VerifyCommand
{
    public static Command Build()
    {
        var run = CommandSettings.Run();
        var command = new Command("verify", "Read a run's logs to their last byte and say all that is damaged. Changes nothing.") { run };
        command.SetAction((parsed, cancellation) =>
        {
            var screen = new Screen(parsed.GetValue(CommandSettings.Json));
            // It reads the files themselves, every byte of them.
            return parsed.GetValue(CommandSettings.Server) is null
                ? RunAsync(screen, parsed.GetValue(CommandSettings.Root)!, parsed.GetValue(run)!, cancellation)
                : Task.FromResult(screen.Problems([new("`verify` reads files and asks no server.", "--server",
                    Fix: "Run it where the root is, with `--root`; it may run beside the server.")]));
        });
        return command;
    }

    static async Task<int> RunAsync(Screen screen, string root, string run, CancellationToken cancellation)
    {
        // A run whose control log is damaged is one to verify, so nothing is opened.
        var folder = RunFolder.Of(root, run);
        if (!folder.Ok) return screen.Problems(folder.Problems);
        if (!Directory.Exists(folder.Value.Path)) return screen.Problems([RunCatalog.NoSuchRun(run, root)]);
        var report = await LogVerifier.VerifyAsync(folder.Value, cancellation);
        screen.Result(report, Draw);
        if (report.Sound) return ExitCode.Done;
        if (!screen.Json) screen.Complain(report.Problems);
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
