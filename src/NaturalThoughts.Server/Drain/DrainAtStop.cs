using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Server.Configuration;
using NaturalThoughts.Server.Membership;

namespace NaturalThoughts.Server.Drain;

/// <summary>Drains the silo when the process is asked to end, while it still answers that it is leaving.</summary>
sealed partial class DrainAtStop(
    IEnumerable<IDrain> drains, Departure departure, MembershipLoss loss, ServeSettings settings, IHostApplicationLifetime lifetime,
    TimeProvider time, ILogger<DrainAtStop> log) : IHostedLifecycleService
{
    /// <summary>What flushing and handing back may take beyond the grace.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    CancellationTokenRegistration _stopping;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Before anything else is told to stop: readiness turns at once, whatever the drain takes.
        _stopping = lifetime.ApplicationStopping.Register(departure.Begin);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        departure.Begin();
        try
        {
            // Who is no member any more has nothing to hand back: others own its work, or all begin anew.
            if (!loss.Happened) await DrainAsync(cancellationToken);
        }
        finally
        {
            departure.End();
        }
    }

    async Task DrainAsync(CancellationToken cancellationToken)
    {
        LogLeaving(settings.Grace);
        var began = time.GetTimestamp();
        using var cut = new CancellationTokenSource(settings.Grace + Margin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cut.Token, cancellationToken);
        await Task.WhenAll(drains.Select(async drain =>
        {
            try
            {
                await drain.DrainAsync(settings.Grace, either.Token).WaitAsync(either.Token);
            }
            catch (Exception error)
            {
                // The silo leaves all the same; what is committed is safe.
                LogNotDrained(error, drain.GetType().Name);
            }
        }));
        LogDrained(time.GetElapsedTime(began));
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Information, "Leaving: no new work is taken, responses under way get {Grace}.")]
    partial void LogLeaving(TimeSpan grace);

    [LoggerMessage(LogLevel.Information, "Drained in {Taken}.")]
    partial void LogDrained(TimeSpan taken);

    [LoggerMessage(LogLevel.Warning, "{Drain} was not drained within the grace.")]
    partial void LogNotDrained(Exception error, string drain);
}
