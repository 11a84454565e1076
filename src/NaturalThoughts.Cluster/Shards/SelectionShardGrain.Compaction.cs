using Microsoft.Extensions.Logging;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Compaction;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>Compaction of the shard's log, beside everything else.</summary>
partial class SelectionShardGrain
{
    // Short commands, which read and go, are done before; a run of hours has at most so many minutes of single commits.
    static readonly TimeSpan BetweenCompactions = TimeSpan.FromMinutes(10);

    IGrainTimer? _compaction;

    void StartCompacting() => _compaction ??= this.RegisterGrainTimer(
        CompactAsync, new GrainTimerCreationOptions(BetweenCompactions, BetweenCompactions) { Interleave = true });

    async Task CompactAsync(CancellationToken cancellation)
    {
        try
        {
            var report = await new LogCompactor(_segments.Folder, time: time).CompactAsync(cancellation);
            if (report.Published.Length + report.Deleted > 0) LogCompacted(Number, report.Published.Length, report.Deleted);
            await RememberAsync();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return; // the activation ends; another one goes on
        }
        catch (Exception error) when (error is StorageException or LogDamageException)
        {
            // The log is as it was: the run goes on with it, and whoever has to read what is damaged says so.
            LogNotCompacted(error, Number);
        }
    }

    [LoggerMessage(LogLevel.Information, "Shard {Shard}: {Ranges} ranges written, {Files} compacted files removed.")]
    partial void LogCompacted(int shard, int ranges, int files);

    [LoggerMessage(LogLevel.Warning, "Shard {Shard}: the log could not be compacted; it is tried again.")]
    partial void LogNotCompacted(Exception error, int shard);
}
