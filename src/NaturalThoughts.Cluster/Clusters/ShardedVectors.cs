using System.Collections.Immutable;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Data.Clusters;

namespace NaturalThoughts.Cluster.Clusters;

/// <summary>The vectors of all shards of a session. Centroids go to them by a file, for they may be megabytes.</summary>
/// <param name="shards">The shards.</param>
/// <param name="session">The session.</param>
/// <param name="folder">Where the clusters are made.</param>
sealed class ShardedVectors(ImmutableArray<ISelectionShardGrain> shards, Guid session, string folder) : IVectorPool
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<ulong>> LowestHashesAsync(ulong seed, int most, CancellationToken cancellation)
    {
        var lowest = await Task.WhenAll(shards.Select(shard => shard.LowestHashes(session, seed, most)));
        return [.. lowest.SelectMany(hashes => hashes).Order().Take(most)];
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
        var rounds = await Task.WhenAll(shards.Select(shard => shard.AssignClusters(session)));
        return rounds.Aggregate((left, right) => left + right);
    }

    /// <inheritdoc/>
    public async Task<ClusterSums> SumsAsync(int first, int count, CancellationToken cancellation)
    {
        var sums = await Task.WhenAll(shards.Select(shard => shard.ClusterSums(session, first, count)));
        return await Task.Run(() => sums.Aggregate((left, right) => left + right), cancellation);
    }

    /// <summary>Has the shards write down which question goes to which centroid.</summary>
    public async Task<ClusterRound> FinishAsync(Centroids centroids)
    {
        CentroidFile.Write(folder, centroids);
        var rounds = await Task.WhenAll(shards.Select(shard => shard.FinishClusters(session)));
        return rounds.Aggregate((left, right) => left + right);
    }
}
