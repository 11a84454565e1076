using System.CommandLine;
using NaturalThoughts.Cli.Runs;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using Spectre.Console;

namespace NaturalThoughts.Cli;

/// <summary>How a command was called.</summary>
/// <param name="Screen">Where it prints.</param>
/// <param name="Place">Where the runs are.</param>
/// <param name="Cancellation">Gives the command up.</param>
sealed record Invocation(Screen Screen, IRunPlace Place, CancellationToken Cancellation)
{

    /// <summary>Reads the settings all commands have.</summary>
    public static Invocation Of(ParseResult parsed, CancellationToken cancellation) => new(
        new(parsed.GetValue(CommandSettings.Json)), PlaceChoice.Of(parsed, cancellation), cancellation);

    /// <summary>Makes a command do something with a run that is there.</summary>
    public async Task<int> OnRunAsync(string run, Func<IRunGrain, Task<int>> act)
    {
        var opened = await Place.OpenAsync(run);
        if (!opened.Ok) return Screen.Problems(opened.Problems);
        await using (opened.Value) return await act(opened.Value.Run);
    }

    /// <summary>Prints a result, or why there is none.</summary>
    public int Show<T>(Checked<T> result, Action<IAnsiConsole, T> draw) where T : class =>
        result.Ok ? Screen.Result(result.Value, draw) : Screen.Problems(result.Problems);
}
