using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
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
    public static async Task<RunSession> StartAsync(string root, string run, bool verbose, CancellationToken cancellation) =>
        new(await LocalSilo.StartAsync(root, verbose, cancellation), run);

    /// <summary>Starts a silo and reads a run that is there; prints why not.</summary>
    /// <returns>The session, or the exit code.</returns>
    public static async Task<(RunSession? Session, int ExitCode)> OpenAsync(Screen screen, string root, string run, bool verbose, CancellationToken cancellation)
    {
        var session = await StartAsync(root, run, verbose, cancellation);
        Checked<RunStatus>? opened;
        while ((opened = await session.Run.Open()) is null) await Task.Delay(Poll, cancellation);
        if (opened.Ok) return (session, ExitCode.Done);
        await session.DisposeAsync();
        return (null, screen.Problems(opened.Problems));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
