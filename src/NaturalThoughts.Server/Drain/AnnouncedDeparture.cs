using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Cluster.Silos;

namespace NaturalThoughts.Server.Drain;

/// <summary>Says that the silo leaves before anything is stopped: first readiness turns, then open calls are given up, then the silo
/// drains.</summary>
sealed partial class AnnouncedDeparture(
    Departure departure, DrainGrace grace, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<AnnouncedDeparture> log)
    : IHostedLifecycleService
{
    long _began;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(Leave);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        departure.Begin();
        departure.End();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        LogLeft(time.GetElapsedTime(_began).TotalSeconds);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    void Leave()
    {
        _began = time.GetTimestamp();
        departure.Begin();
        LogLeaving(grace.Time.TotalSeconds);
    }

    [LoggerMessage(LogLevel.Information, "Leaving: no new work is taken, responses under way get {Grace} s.")]
    partial void LogLeaving(double grace);

    [LoggerMessage(LogLevel.Information, "Left after {Taken:0.0} s.")]
    partial void LogLeft(double taken);
}
