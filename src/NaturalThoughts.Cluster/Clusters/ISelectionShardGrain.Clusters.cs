using System.Collections.Immutable;
using NaturalThoughts.Cluster.Clusters;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Shards;

// What the coordinator asks of a shard so that its questions get into clusters. Calls with a session are about one snapshot.
public partial interface ISelectionShardGrain
{
    /// <summary>Goes on embedding the questions that have traces and no vector, where the spec wants a model's.</summary>
    /// <param name="all">Whether batches that are not full go out, too.</param>
    [Alias("Embed")]
    Task<EmbeddingProgress> Embed(bool all);

    /// <summary>Which of some questions are still to be embedded.</summary>
    [Alias("WantedEmbeddings")]
    Task<ImmutableArray<WantedEmbedding>> WantedEmbeddings(Digest request, ImmutableArray<QuestionId> questions);

    /// <summary>Notes which questions of a snapshot can be put into clusters.</summary>
    [Alias("ClusterGround"), ResponseTimeout("00:05:00")]
    Task<ClusterGround> ClusterGround(Guid session);

    /// <summary>How many of them hold words, by <see cref="LexicalEmbedder"/>'s buckets.</summary>
    [Alias("WordCounts"), ResponseTimeout("01:00:00")]
    Task<ImmutableArray<int>> WordCounts(Guid session);

    /// <summary>Writes their vectors into a file.</summary>
    /// <returns>The dimensions that occur.</returns>
    [Alias("MakeVectors"), ResponseTimeout("01:00:00")]
    Task<ImmutableArray<int>> MakeVectors(Guid session, VectorOrder order);

    /// <summary>The lowest seeded hashes of their ids, ascending.</summary>
    [Alias("LowestHashes"), ResponseTimeout("00:05:00")]
    Task<ImmutableArray<ulong>> LowestHashes(Guid session, ulong seed, int most);

    /// <summary>Vectors of those whose hash is not above one, a page at a time.</summary>
    /// <param name="session">The session.</param>
    /// <param name="seed">The hashes' seed.</param>
    /// <param name="highest">The highest hash.</param>
    /// <param name="from">Where to go on; 0 at first.</param>
    [Alias("SampleVectors"), ResponseTimeout("00:05:00")]
    Task<VectorSample> SampleVectors(Guid session, ulong seed, ulong highest, int from);

    /// <summary>Lets each go to its nearest centroid of those in the folder.</summary>
    [Alias("AssignClusters"), ResponseTimeout("01:00:00")]
    Task<ClusterRound> AssignClusters(Guid session);

    /// <summary>Sums of some clusters' vectors.</summary>
    [Alias("ClusterSums"), ResponseTimeout("00:05:00")]
    Task<ClusterSums> ClusterSums(Guid session, int first, int count);

    /// <summary>As <see cref="AssignClusters"/>, and writes down who went where; the vectors' file is removed.</summary>
    [Alias("FinishClusters"), ResponseTimeout("01:00:00")]
    Task<ClusterRound> FinishClusters(Guid session);

    /// <summary>The session's snapshot gets the clusters of a folder as its column <c>cluster</c>.</summary>
    [Alias("SetClusters"), ResponseTimeout("00:05:00")]
    Task SetClusters(Guid session, string folder, int clusters);
}
