using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
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
                : ListAsync(invocation);
        });
        return command;
    }

    static async Task<int> ListAsync(Invocation invocation) => invocation.Show(await invocation.Place.ListAsync(), (console, found) =>
    {
        console.WriteLine($"{(found.Runs.IsEmpty ? "no runs" : "runs")} in {NearPath.Of(found.Root)}");
        foreach (var run in found.Runs) console.WriteLine($"  {run}");
    });
}
