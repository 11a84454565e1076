using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using Spectre.Console;

namespace NaturalThoughts.Cli;

/// <summary>How a command was called.</summary>
/// <param name="Screen">Where it prints.</param>
/// <param name="Root">The folder of runs.</param>
/// <param name="Verbose">Whether the silo's log is shown.</param>
/// <param name="Cancellation">Gives the command up.</param>
sealed record Invocation(Screen Screen, string Root, bool Verbose, CancellationToken Cancellation)
{
    /// <summary>The root as a follow-up command needs it; empty where it is the default.</summary>
    public string RootOption => Root == CommandSettings.DefaultRoot ? "" : $" --root {Root}";

    /// <summary>Reads the settings all commands have.</summary>
    public static Invocation Of(ParseResult parsed, CancellationToken cancellation) => new(
        new(parsed.GetValue(CommandSettings.Json)),
        parsed.GetValue(CommandSettings.Root)!,
        parsed.GetValue(CommandSettings.Verbose),
        cancellation);

    /// <summary>Makes a command do something with a run that is there.</summary>
    public async Task<int> OnRunAsync(string run, Func<IRunGrain, Task<int>> act)
    {
        var (session, exitCode) = await RunSession.OpenAsync(this, run);
        if (session is null) return exitCode;
        await using (session) return await act(session.Run);
    }

    /// <summary>Prints a result, or why there is none.</summary>
    public int Show<T>(Checked<T> result, Action<IAnsiConsole, T> draw) where T : class =>
        result.Ok ? Screen.Result(result.Value, draw) : Screen.Problems(result.Problems);
}
