using System.Collections.Immutable;
using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Text;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>retry RUN --reason X</c>: reopens a class of failures.</summary>
static class RetryCommand
{
    public static Command Build()
    {
        var run = CommandSettings.Run();
        var reason = TextOptions.Optional("--reason", "Which failures; without it the reasons there are, are listed.", "REASON");
        var command = new Command("retry", "Reopen the failed responses of one reason; the next `curate` asks for them again.")
        {
            run, reason,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var invocation = Invocation.Of(parsed, cancellation);
            var name = parsed.GetValue(run)!;
            return invocation.OnRunAsync(name, grain => RunAsync(invocation, grain, name, parsed.GetValue(reason)));
        });
        return command;
    }

    static async Task<int> RunAsync(Invocation invocation, IRunGrain grain, string run, string? reason)
    {
        var counts = (await grain.Status()).Counts;
        var failed = counts.Failed.AddRange(counts.Unreadable);
        if (reason is null || !failed.ContainsKey(reason)) return invocation.Screen.Problems([Unknown(run, reason, failed)]);
        var reopened = await grain.Retry(reason);
        if (reopened == 0)
            return invocation.Screen.Problems([new Problem(
                $"All {Display.Count(failed[reason])} failures of `{reason}` came with the sources: there is nobody to ask again.", run,
                Fix: "Mend the source's rows and curate again.")]);
        invocation.Screen.Result(new { Run = run, Reason = reason, Reopened = reopened }, (console, result) =>
            console.WriteLine($"{Display.Count(result.Reopened)} failures of {reason} reopened"));
        invocation.Screen.Say($"[grey]Have them asked again with:[/] naturalthoughts curate SPEC{Markup.Escape(invocation.Place.Option)}");
        return ExitCode.Done;
    }

    static Problem Unknown(string run, string? reason, ImmutableSortedDictionary<string, long> failed)
    {
        var what = reason is null ? "Nothing says which failures." : $"No response failed for `{reason}`.";
        if (failed.Count == 0) return new(what, run, Expected: "a reason; no response of this run failed");
        return new(what, run, Expected: $"one of {string.Join(", ", failed.Select(pair => $"{pair.Key} ({Display.Count(pair.Value)})"))}",
            Fix: reason is not null && NearestName.Of(reason, failed.Keys) is { } near ? $"Did you mean `{near}`?" : null);
    }
}
