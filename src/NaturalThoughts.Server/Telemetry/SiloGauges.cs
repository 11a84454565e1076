using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Telemetry;

namespace NaturalThoughts.Server.Telemetry;

/// <summary>What a silo tells about its cluster, itself and the disk its runs lie on.</summary>
sealed class SiloGauges(IClusterMembershipService membership, RunRoot root, TimeProvider time) : IHostedService, IDisposable
{
    // Of its own, so that it ends with the silo.
    readonly Meter _meter = new(Observed.Name);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        _meter.CreateObservableGauge("naturalthoughts.silo.started", () => started, "s", "Unix time at which the silo started.");
        _meter.CreateObservableGauge("naturalthoughts.silos", Silos, "{silo}", "Silos of the cluster, as this one sees it.");
        _meter.CreateObservableGauge(
            "naturalthoughts.root.free", () => Disk(drive => drive.AvailableFreeSpace), "By", "Bytes free where the runs lie.");
        _meter.CreateObservableGauge(
            "naturalthoughts.root.size", () => Disk(drive => drive.TotalSize), "By", "Bytes of the file system where the runs lie.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    // Dead ones stay in the table for days; how many came and went is what restarts tell.
    IEnumerable<Measurement<int>> Silos()
    {
        var members = membership.CurrentSnapshot.Members.Values.ToLookup(member => member.Status);
        foreach (var status in (SiloStatus[])[SiloStatus.Joining, SiloStatus.Active, SiloStatus.ShuttingDown, SiloStatus.Dead])
            yield return new(members[status].Count(),
                new KeyValuePair<string, object?>("status", status is SiloStatus.ShuttingDown ? "leaving" : status.ToString().ToLowerInvariant()));
    }

    // The first time the folder of runs may not be there yet.
    IEnumerable<Measurement<long>> Disk(Func<DriveInfo, long> of)
    {
        var drive = new DriveInfo(Directory.Exists(root.Path) ? root.Path : Path.GetPathRoot(root.Path)!);
        return drive.IsReady ? [new(of(drive))] : [];
    }
}
