using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Cluster.Silos;
using Orleans.Clustering.Redis;

namespace NaturalThoughts.Server.Membership;

/// <summary>
/// Sees that the silo's own row stays in the membership table. A table that was emptied tells nobody: the silos would go on as a cluster
/// that no newcomer can find, and a newcomer would form a second one. So a silo without a row begins nothing more and ends, and its
/// supervisor starts it anew.
/// </summary>
sealed partial class MembershipWatch(
    IMembershipTable table, IClusterMembershipService membership, ILocalSiloDetails silo, SiloStanding standing, MembershipLoss loss,
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<MembershipWatch> log) : BackgroundService
{
    /// <summary>How many looks in a row must find no row: one may fall into a moment in which the table is being restored.</summary>
    public const int Patience = 5;

    static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    bool _wasThere;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var looked = await IsThereAsync();
                // Before it has joined it has no row to lose; it may lose it before the first look.
                _wasThere |= looked is true || membership.CurrentSnapshot.GetSiloStatus(silo.SiloAddress) is SiloStatus.Active;
                if (!_wasThere) continue;
                standing.Note(looked);
                // What cannot be read says nothing: a cluster lives on while Redis is away.
                if (looked is not { } there) continue;
                loss.Missing = there ? 0 : loss.Missing + 1;
                if (loss.Missing < Patience) continue;
                LogLost(silo.SiloAddress, Patience);
                loss.Declare(new(
                    $"This silo ({silo.SiloAddress}) is no member of its cluster any more: "
                    + $"its row was missing from the membership table {Patience} times in a row.",
                    Fix: "Start it again; the runs go on from their logs."));
                lifetime.StopApplication();
                return;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo leaves for another reason.
        }
    }

    async Task<bool?> IsThereAsync()
    {
        try
        {
            var row = await table.ReadRowAsync(silo.SiloAddress);
            return row.Members.Any(member => member.Item1.SiloAddress.Equals(silo.SiloAddress) && member.Item1.Status != SiloStatus.Dead);
        }
        catch (RedisClusteringException error) when (error.InnerException is null)
        {
            // Redis answers, but the whole table is gone: what Orleans itself only goes on asking for.
            LogGone(error.Message);
            return false;
        }
        catch (Exception error)
        {
            LogUnreadable(error.GetBaseException().Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Critical,
        "Silo {Silo} ends: its row was missing from the membership table {Times} times in a row. Its supervisor has to start it again.")]
    partial void LogLost(SiloAddress silo, int times);

    [LoggerMessage(LogLevel.Warning, "The membership table is gone: {Why}")]
    partial void LogGone(string why);

    [LoggerMessage(LogLevel.Warning, "The membership table cannot be read: {Why}")]
    partial void LogUnreadable(string why);
}
