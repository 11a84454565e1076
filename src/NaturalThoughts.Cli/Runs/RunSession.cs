using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Cli.Runs;

/// <summary>A command's connection to a run.</summary>
/// <param name="run">The run's coordinator.</param>
/// <param name="close">Ends the connection.</param>
sealed class RunSession(IRunGrain run, Func<ValueTask> close) : IAsyncDisposable
{
    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>The run's coordinator.</summary>
    public IRunGrain Run => run;

    /// <summary>This connection once the run is read, or why it cannot be.</summary>
    public async Task<Checked<RunSession>> OpenedAsync(CancellationToken cancellation)
    {
        Checked<RunStatus>? opened;
        while ((opened = await run.Open()) is null) await Task.Delay(Poll, cancellation);
        if (opened.Ok) return new(this);
        await DisposeAsync();
        return new(opened.Problems);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => close();
}
