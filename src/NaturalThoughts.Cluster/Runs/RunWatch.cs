using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>Wakes runs that were at work when their silo died: every silo looks at the root when it starts and every 10 s.</summary>
sealed partial class RunWatch(RunRoot root, IGrainFactory grains, TimeProvider time, ILogger<RunWatch> log) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            foreach (var run in RunFolder.List(root.Path).Where(run => Directory.Exists(run.Control))) await EnsureAsync(run.Run);
            await Task.Delay(Every, time, stoppingToken);
        }
    }

    // Whatever is wrong with one run, the others go on; and it is asked again.
    async Task EnsureAsync(string run)
    {
        try
        {
            await grains.Run(run).EnsureRunning();
        }
        catch (Exception error)
        {
            LogNotEnsured(run, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Run {Run} cannot be looked after just now: {Reason}")]
    partial void LogNotEnsured(string run, string reason);
}
