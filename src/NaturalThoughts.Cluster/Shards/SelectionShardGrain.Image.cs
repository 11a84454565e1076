using Microsoft.Extensions.Logging;
using NaturalThoughts.Cluster.Shards.Memory;
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
            await Task.Run(async () => publish(new(last, await segments.CommitOfAsync(last) ?? throw new InvalidOperationException(
                $"Segment {last} was applied and is not in the log."))));
            _imaged = last;
        }
        catch (StorageException error)
        {
            // The log has everything.
            LogNoImage(error, Number);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Shard {Shard}: its memory could not be kept in a file, or read from there; the log is read instead.")]
    partial void LogNoImage(Exception error, int shard);
}
