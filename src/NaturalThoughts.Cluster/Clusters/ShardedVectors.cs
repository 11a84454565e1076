using System.Collections.Immutable;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Core.Sharding;
using NaturalThoughts.Data.Clusters;

namespace NaturalThoughts.Cluster.Clusters;

/// <summary>The vectors of all shards of a session. Centroids go to them by a file, for they may be megabytes.</summary>
/// <param name="shards">The shards.</param>
/// <param name="session">The session.</param>
/// <param name="folder">Where the clusters are made.</param>
sealed class ShardedVectors(ImmutableArray<ISelectionShardGrain> shards, Guid session, string folder) : IVectorPool
{
    // Of how many shards a megabyte each may be under way.
    const int AtOnce = 64;

    /// <inheritdoc/>
    public async Task<ImmutableArray<ulong>> LowestHashesAsync(ulong seed, int most, CancellationToken cancellation)
    {
        ImmutableArray<ulong> lowest = [];
        foreach (var some in shards.Chunk(AtOnce))
        {
            var hashes = await Task.WhenAll(some.Select(shard => shard.LowestHashes(session, seed, most)));
            lowest = [.. hashes.SelectMany(each => each).Concat(lowest).Order().Take(most)];
        }

        return lowest;
    }

    /// <inheritdoc/>
    public async Task<VectorSample> SampleAsync(ulong seed, ulong highest, CancellationToken cancellation)
    {
        var pages = new List<VectorSample>();
        foreach (var shard in shards)
            for (var from = 0; from >= 0;)
            {
                pages.Add(await shard.SampleVectors(session, seed, highest, from));
                from = pages[^1].Next;
            }

        return await Task.Run(() => VectorSample.Merge(seed, pages), cancellation);
    }

    /// <inheritdoc/>
    public async Task<ClusterRound> AssignAsync(Centroids centroids, CancellationToken cancellation)
    {
        CentroidFile.Write(folder, centroids);
        return await MergeReplies.AsTheyComeAsync(shards.Select(shard => shard.AssignClusters(session)), (left, right) => left + right);
    }

    /// <inheritdoc/>
    public async Task<ClusterSums> SumsAsync(int first, int count, CancellationToken cancellation)
    {
        ClusterSums? sums = null;
        foreach (var some in shards.Chunk(AtOnce))
        {
            var theirs = await MergeReplies.AsTheyComeAsync(
                some.Select(shard => shard.ClusterSums(session, first, count)), (left, right) => left + right);
            sums = sums is null ? theirs : sums + theirs;
        }

        return sums!;
    }

    /// <summary>Has the shards write down which question goes to which centroid.</summary>
    public async Task<ClusterRound> FinishAsync(Centroids centroids)
    {
        CentroidFile.Write(folder, centroids);
        return await MergeReplies.AsTheyComeAsync(shards.Select(shard => shard.FinishClusters(session)), (left, right) => left + right);
    }
}
