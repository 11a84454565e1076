using Microsoft.Extensions.Logging;
using NaturalThoughts.Cluster.Shards.Memory;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>The shard's memory in a file, so that the next activation has less to read.</summary>
partial class SelectionShardGrain
{
    int _imaged;

    ShardImage Image => new(_run.Folder.Memory(Number));

    async Task<ShardState> RememberedAsync()
    {
        _imaged = 0;
        try
        {
            if (await Image.ReadAsync(_run.Schema, _segments) is { } image)
            {
                _imaged = image.Last;
                return image.State;
            }
        }
        catch (StorageException error)
        {
            LogNoImage(error, Number);
        }

        return new(_run.Schema);
    }

    // In one turn the memory is written, which is as it was at one moment then; what is slow about disks goes on behind it.
    async Task RememberAsync()
    {
        var (last, segments, image) = (_pump.Applied, _segments, Image);
        if (!ShardImage.IsDue(_imaged, last)) return;
        try
        {
            var publish = image.Write(_state);
            var published = await Task.Run(() => PublishAsync(publish, segments, last));
            if (published) _imaged = last;
        }
        catch (Exception error) when (error is StorageException or LogDamageException)
        {
            // The log has everything.
            LogNoImage(error, Number);
        }
    }

    static async Task<bool> PublishAsync(Action<LogEnd?> publish, SegmentLog log, int last)
    {
        LogEnd? end = null;
        try
        {
            if (await log.CommitOfAsync(last) is { } commit) end = new(last, commit);
        }
        finally
        {
            publish(end);
        }

        return end is not null;
    }

    [LoggerMessage(LogLevel.Warning, "Shard {Shard}: its memory could not be kept in a file, or read from there; the log is read instead.")]
    partial void LogNoImage(Exception error, int shard);
}
