using NaturalThoughts.Core.Sharding;

namespace NaturalThoughts.Core.Difficulty;

/// <summary>A shard, or a subtree of shards that merges its replies, as the coordinator sees it while difficulty is ranked.</summary>
public interface IDifficultyShard
{
    /// <summary>The first round.</summary>
    Task<DifficultyRange> RangeAsync(CancellationToken cancellation);

    /// <summary>The second round.</summary>
    Task<DifficultyHistogram> CountAsync(DifficultyRange pool, CancellationToken cancellation);
}

/// <summary>Ranks the questions of a pool over any number of shards, wherever they are.</summary>
public static class DifficultyDriver
{
    /// <summary>The pool's histogram, from which each shard reads the difficulty of its questions.</summary>
    public static async Task<DifficultyHistogram> RankAsync(IReadOnlyList<IDifficultyShard> shards, CancellationToken cancellation)
    {
        var pool = await MergeReplies.AsTheyComeAsync(shards.Select(shard => shard.RangeAsync(cancellation)), DifficultyRange.Merge);
        return await MergeReplies.AsTheyComeAsync(shards.Select(shard => shard.CountAsync(pool, cancellation)), DifficultyHistogram.Merge);
    }
}
