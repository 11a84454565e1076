using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Server;

namespace NaturalThoughts.Cli;

/// <summary>A command's connection to a run: a silo in this process.</summary>
sealed class RunSession : IAsyncDisposable
{
    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    readonly IHost _host;

    RunSession(IHost host, string run) => (_host, Run) = (host, host.Services.GetRequiredService<IGrainFactory>().GetGrain<IRunGrain>(run));

    /// <summary>The run's coordinator.</summary>
    public IRunGrain Run { get; }

    /// <summary>Starts a silo for a run that may not be there yet.</summary>
    /// <exception cref="SiloStartException">The silo cannot start.</exception>
    public static async Task<RunSession> StartAsync(string root, string run, bool verbose, CancellationToken cancellation)
    {
        try
        {
            return new(await LocalSilo.StartAsync(root, verbose, cancellation), run);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new SiloStartException(error);
        }
    }

    /// <summary>Starts a silo and reads a run that is there; prints why not.</summary>
    /// <returns>The session, or the exit code.</returns>
    public static async Task<(RunSession? Session, int ExitCode)> OpenAsync(Invocation invocation, string run)
    {
        // What is wrong with a name is said before anything is started.
        var folder = RunFolder.Of(invocation.Root, run);
        if (!folder.Ok) return (null, invocation.Screen.Problems(folder.Problems));
        if (!Directory.Exists(folder.Value.Path)) return (null, invocation.Screen.Problems([RunCatalog.NoSuchRun(run, invocation.Root)]));

        var session = await StartAsync(invocation.Root, run, invocation.Verbose, invocation.Cancellation);
        Checked<RunStatus>? opened;
        while ((opened = await session.Run.Open()) is null) await Task.Delay(Poll, invocation.Cancellation);
        if (opened.Ok) return (session, ExitCode.Done);
        await session.DisposeAsync();
        return (null, invocation.Screen.Problems(opened.Problems));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
