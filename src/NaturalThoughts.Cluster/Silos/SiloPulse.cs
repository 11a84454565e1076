using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NaturalThoughts.Cluster.Silos;

/// <summary>
/// Whether this silo may begin responses. One that was stopped for a while may have been declared dead, and its work be done and paid for by
/// others; it would learn that some seconds after it wakes. So whoever was away first asks whether it is still a member.
/// </summary>
public sealed partial class SiloPulse(
    IClusterMembershipService membership, ILocalSiloDetails silo, TimeProvider time, ILogger<SiloPulse> log) : BackgroundService
{
    /// <summary>Less than it takes to declare a silo dead that does not answer.</summary>
    internal static readonly TimeSpan Away = TimeSpan.FromSeconds(3);

    static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    // By the wall clock, which goes on while a process or its machine is stopped.
    long _last = time.GetUtcNow().UtcTicks;

    /// <summary>Whether the silo was awake all the time, or is known to be a member since.</summary>
    public bool IsAwake => (time.GetUtcNow() - new DateTimeOffset(Volatile.Read(ref _last), TimeSpan.Zero)).Duration() <= Away;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(Beat, time);
        try
        {
            while (await beat.WaitForNextTickAsync(stoppingToken))
                if (IsAwake || await IsMemberAsync(stoppingToken)) Volatile.Write(ref _last, time.GetUtcNow().UtcTicks);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo leaves.
        }
    }

    async Task<bool> IsMemberAsync(CancellationToken cancellation)
    {
        LogAway(silo.SiloAddress);
        try
        {
            await membership.Refresh(cancellationToken: cancellation);
            return !membership.CurrentSnapshot.GetSiloStatus(silo.SiloAddress).IsTerminating();
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            LogUnknown(error.GetBaseException().Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Silo {Silo} was away for a while: it begins nothing before it knows that it is still a member.")]
    partial void LogAway(SiloAddress silo);

    [LoggerMessage(LogLevel.Warning, "The membership cannot be read: {Why}")]
    partial void LogUnknown(string why);
}
