using Microsoft.Extensions.Diagnostics.HealthChecks;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Data.Log.Storage;

namespace NaturalThoughts.Server.Health;

/// <summary>Whether commits can be made under the root.</summary>
sealed class RootHealth(RunRoot root, TimeProvider time) : IHealthCheck
{
    // It writes and flushes: not more often than this, however often it is asked for.
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    readonly Lock _lock = new();
    Task<HealthCheckResult>? _last;
    long _at;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            // A file system that hangs is asked once, not again by every probe.
            if (_last is null || (_last.IsCompleted && time.GetElapsedTime(_at) > Fresh))
                (_last, _at) = (Task.Run(Look, CancellationToken.None), time.GetTimestamp());
            return _last.WaitAsync(cancellationToken);
        }
    }

    HealthCheckResult Look() => LogRoot.Check(root.Path) is { Ok: false } unfit
        ? HealthCheckResult.Unhealthy(unfit.Problems[0].ToString())
        : HealthCheckResult.Healthy($"{root.Path} takes commits.");
}
