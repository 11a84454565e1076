using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Runs;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>status RUN</c>: what a run has; without a run, which runs there are.</summary>
static class StatusCommand
{
    public static Command Build()
    {
        var run = new Argument<string?>("RUN")
        {
            Description = "The run's name; without it the runs are listed.", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("status", "Show what a run has: counts, failures by reason, selections and datasets. Starts no work.")
        {
            run,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var invocation = Invocation.Of(parsed, cancellation);
            return parsed.GetValue(run) is { } name
                ? invocation.OnRunAsync(name, async grain => invocation.Screen.Result(await grain.Status(), RunTables.Draw))
                : Task.FromResult(List(invocation));
        });
        return command;
    }

    static int List(Invocation invocation)
    {
        var runs = RunFolder.List(invocation.Root).Select(run => run.Run).ToList();
        if (runs.Count == 0 && !Directory.Exists(invocation.Root))
            return invocation.Screen.Problems([new Problem("There is no such folder of runs.", invocation.Root,
                Fix: "Make a run with `naturalthoughts curate SPEC`, or name its folder with `--root`.")]);
        return invocation.Screen.Result(new { invocation.Root, runs }, (console, found) =>
        {
            console.WriteLine(runs.Count == 0 ? $"no runs in {Display.Path(invocation.Root)}" : $"runs in {Display.Path(invocation.Root)}");
            foreach (var run in runs) console.WriteLine($"  {run}");
        });
    }
}
