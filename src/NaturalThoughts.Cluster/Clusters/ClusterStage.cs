using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Sharding;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Cluster.Clusters;

/// <summary>Gives snapshots of a run their column <c>cluster</c>: from the folder of clusters that were made of the same questions, or by
/// making them.</summary>
/// <param name="rule">How they are made.</param>
/// <param name="run">The run's folder.</param>
/// <param name="time">Clock by which what crashes left behind is old.</param>
sealed class ClusterStage(ClusterRule rule, RunFolder run, TimeProvider time)
{
    readonly ClusterFolders _folders = new(run);
    // Whoever opens a second session meanwhile finds the clusters made.
    readonly SemaphoreSlim _making = new(1);
    ClusterGround _ground;

    /// <summary>What the clusters made last came to; null where there are none, or by another rule.</summary>
    public ClusterReport? Last => _folders.Last?.Report is { } last
        && (last.Embedder, last.K, last.Seed) == (rule.Embedder, rule.K, rule.Seed) ? last with { Without = _ground.Without } : null;

    /// <summary>Puts a session's questions into clusters.</summary>
    /// <param name="session">The session, open on all shards.</param>
    /// <param name="shards">The shards.</param>
    /// <param name="make">Whether clusters that are not there are made.</param>
    /// <param name="cancellation">Gives up between two passes over the vectors.</param>
    /// <returns>The clusters; nameless where no question has a vector, or where they are not there and not to be made.</returns>
    public async Task<Checked<SessionClusters>> MaterialiseAsync(
        Guid session, ImmutableArray<ISelectionShardGrain> shards, bool make, CancellationToken cancellation)
    {
        var grounds = await Task.WhenAll(shards.Select(shard => shard.ClusterGround(session)));
        var ground = grounds.Aggregate((left, right) => left + right);
        var name = rule.NameOf(ground);
        var kept = ground.Questions == 0 ? null : _folders.Read(name);
        if (kept is not null || make) _ground = ground;
        if (kept is null)
        {
            if (ground.Questions == 0 || !make) return new(new SessionClusters(default, null));
            await _making.WaitAsync(cancellation);
            try
            {
                var made = _folders.Read(name) is { } there ? new(there) : await MakeAsync(name, ground, session, shards, cancellation);
                if (!made.Ok) return new(made.Problems);
                kept = made.Value;
            }
            finally
            {
                _making.Release();
            }
        }

        await Task.WhenAll(shards.Select(shard => shard.SetClusters(session, _folders.Of(name), kept.Report.Clusters)));
        return new(new SessionClusters(name, kept.Report with { Without = ground.Without }));
    }

    async Task<Checked<KeptClusters>> MakeAsync(
        Digest name, ClusterGround ground, Guid session, ImmutableArray<ISelectionShardGrain> shards, CancellationToken cancellation)
    {
        StagedFolders.Sweep(run.Staging, time);
        var staged = Path.Combine(run.Staging, $"clusters-{Guid.NewGuid():N}");
        Directory.CreateDirectory(staged);
        try
        {
            var words = rule.Request is null ? await WordsAsync(session, shards) : [];
            var order = new VectorOrder(staged, words, ground.Questions);
            var made = await Task.WhenAll(shards.Select(shard => shard.MakeVectors(session, order)));
            var dimensions = made.SelectMany(each => each).Distinct().Order().ToList();
            if (dimensions is not [var only]) return new([Different(dimensions)]);
            var vectors = new ShardedVectors(shards, session, staged);
            var result = await KMeans.RunAsync(vectors, only, rule.K, rule.Seed, cancellation);
            var round = await vectors.FinishAsync(result.Centroids);
            var kept = new KeptClusters(ReportOf(ground, only, result, round), round.Counts);
            await Task.Run(() => _folders.Publish(staged, name, kept), CancellationToken.None);
            return new(kept);
        }
        finally
        {
            if (Directory.Exists(staged)) StagedFolders.Remove(staged);
        }
    }

    static Task<ImmutableArray<int>> WordsAsync(Guid session, ImmutableArray<ISelectionShardGrain> shards) =>
        MergeReplies.AsTheyComeAsync(shards.Select(shard => shard.WordCounts(session)), (left, right) =>
        {
            var sums = new int[left.Length];
            TensorPrimitives.Add(left.AsSpan(), right.AsSpan(), sums);
            return ImmutableCollectionsMarshal.AsImmutableArray(sums);
        });

    ClusterReport ReportOf(ClusterGround ground, int dimensions, KMeansResult result, ClusterRound round)
    {
        var sizes = round.Counts.Order().ToList();
        return new()
        {
            Embedder = rule.Embedder, K = rule.K, Seed = rule.Seed,
            Clusters = sizes.Count, Questions = ground.Questions, Dimensions = dimensions, Rounds = result.Rounds,
            Inertia = round.Inertia / UnitVector.SquaredLength, Smallest = sizes[0], Median = sizes[sizes.Count / 2], Largest = sizes[^1],
        };
    }

    Problem Different(List<int> dimensions) => new(
        $"The vectors of {rule.Embedder} have different dimensions ({string.Join(", ", dimensions)}): they are not of one model.", run.Run,
        Fix: "See which endpoints serve it, with `naturalthoughts probe`. Give the right one another name, and name it in `models`: then all "
            + "questions are embedded anew.");
}

/// <summary>The clusters of a session.</summary>
/// <param name="Name">Digest of what they were made from.</param>
/// <param name="Report">What they came to; null where there are none.</param>
sealed record SessionClusters(Digest Name, ClusterReport? Report);
