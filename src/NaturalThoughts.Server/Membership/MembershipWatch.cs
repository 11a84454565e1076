using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;

namespace NaturalThoughts.Server.Membership;

/// <summary>
/// Sees that the silo's own row stays in the membership table. A table that was emptied tells nobody: the silos would go on as a cluster
/// that no newcomer can find, and a newcomer would form a second one. So a silo without a row ends, and its supervisor starts it anew.
/// </summary>
sealed partial class MembershipWatch(
    IMembershipTable table, ILocalSiloDetails silo, IOptions<ClusterMembershipOptions> options, MembershipLoss loss,
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<MembershipWatch> log) : BackgroundService
{
    /// <summary>How many looks in a row must find no row: one may fall into a moment in which the table is being restored.</summary>
    public const int Patience = 3;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.TableRefreshTimeout, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // What cannot be read says nothing: a cluster lives on while Redis is away.
                if (await IsThereAsync() is not { } there) continue;
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
