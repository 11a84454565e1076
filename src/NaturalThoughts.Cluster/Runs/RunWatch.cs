using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>Wakes runs that were at work when their silo died: every silo looks at the root when it starts, when silos come or go,
/// and every 10 s.</summary>
sealed partial class RunWatch(
    RunRoot root, IGrainFactory grains, IClusterMembershipService membership, TimeProvider time, ILogger<RunWatch> log) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    // Right after a death a run may still be looked for where it was.
    static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var members = membership.MembershipUpdates.GetAsyncEnumerator(stoppingToken);
        var change = members.MoveNextAsync().AsTask();
        while (true)
        {
            var all = true;
            foreach (var run in RunFolder.List(root.Path).Where(run => Directory.Exists(run.Control))) all &= await EnsureAsync(run.Run);
            await Task.WhenAny(change, Task.Delay(all ? Every : Again, time, stoppingToken));
            stoppingToken.ThrowIfCancellationRequested();
            if (change.IsCompleted) change = members.MoveNextAsync().AsTask();
        }
    }

    // Whatever is wrong with one run, the others go on; and it is asked again.
    async Task<bool> EnsureAsync(string run)
    {
        try
        {
            await grains.Run(run).EnsureRunning();
            return true;
        }
        catch (Exception error)
        {
            LogNotEnsured(run, error.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Run {Run} cannot be looked after just now: {Reason}")]
    partial void LogNotEnsured(string run, string reason);
}
