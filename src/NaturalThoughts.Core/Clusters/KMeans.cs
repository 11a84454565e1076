using System.Collections.Immutable;

namespace NaturalThoughts.Core.Clusters;

/// <summary>The vectors of a pool, wherever they are.</summary>
public interface IVectorPool
{
    /// <summary>The lowest seeded hashes of the questions' ids, ascending.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<ulong>> LowestHashesAsync(ulong seed, int most, CancellationToken cancellation);

    /// <summary>The vectors of all questions whose hash is not above one, in the order of <see cref="VectorSample.Merge"/>.</summary>
    Task<VectorSample> SampleAsync(ulong seed, ulong highest, CancellationToken cancellation);

    /// <summary>Lets each vector go to its nearest centroid.</summary>
    Task<ClusterRound> AssignAsync(Centroids centroids, CancellationToken cancellation);

    /// <summary>The sums of some clusters' vectors in the last <see cref="AssignAsync"/>.</summary>
    Task<ClusterSums> SumsAsync(int first, int count, CancellationToken cancellation);
}

/// <summary>Lloyd's k-means in integers (S. Lloyd, <i>Least squares quantization in PCM</i>, 1982): the same vectors and seed give the same
/// clusters, however they are divided and ordered.</summary>
public static class KMeans
{
    /// <summary>Part of the name of every clustering: another version may find others.</summary>
    public const string Version = "1";

    /// <summary>Components of sums that are asked for at once: 1 MiB.</summary>
    const int PageComponents = 1 << 17;

    const int MostRounds = 100;

    // Rounds that gain less than a ten-thousandth are not worth their pass over all vectors.
    const int LeastGain = 10_000;

    /// <summary>Finds the clusters, the largest first.</summary>
    /// <param name="pool">At least one vector.</param>
    /// <param name="dimensions">Dimensions of all vectors.</param>
    /// <param name="k">How many; fewer where there are fewer different vectors.</param>
    /// <param name="seed">Seed of all chance.</param>
    /// <param name="cancellation">Gives up between two passes over the vectors.</param>
    public static async Task<KMeansResult> RunAsync(
        IVectorPool pool, int dimensions, int k, ulong seed, CancellationToken cancellation)
    {
        var hashes = await pool.LowestHashesAsync(seed, SampleOf(k), cancellation);
        var sample = await pool.SampleAsync(seed, hashes[^1], cancellation);
        var centroids = await Task.Run(() => KMeansSeeding.Of(sample, dimensions, k, seed), cancellation);
        var inertia = long.MaxValue;
        for (var round = 1; ; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var now = await pool.AssignAsync(centroids, cancellation);
            var settled = inertia != long.MaxValue && inertia - now.Inertia <= inertia / LeastGain;
            if (settled || round == MostRounds) return new(BySize(centroids, now.Counts), round);
            inertia = now.Inertia;
            centroids = await MeansAsync(pool, centroids, cancellation);
        }
    }

    /// <summary>How many questions the first centroids are drawn from.</summary>
    public static int SampleOf(int k) => Math.Max(4096, 8 * k);

    static async Task<Centroids> MeansAsync(IVectorPool pool, Centroids before, CancellationToken cancellation)
    {
        var page = Math.Max(1, PageComponents / before.Dimensions);
        var means = before.Components.ToBuilder();
        for (var first = 0; first < before.Count; first += page)
        {
            var sums = await pool.SumsAsync(first, Math.Min(page, before.Count - first), cancellation);
            for (var at = 0; at < sums.Components.Length; at++)
                // A cluster that nobody is in stays where it is.
                if (sums.Counts[at / before.Dimensions] is var count and > 0)
                    means[(first * before.Dimensions) + at] = (short)Rounded(sums.Components[at], count);
        }

        return new(before.Dimensions, means.DrainToImmutable());
    }

    // To the nearest, halves up.
    static long Rounded(long sum, long count)
    {
        var (quotient, remainder) = Math.DivRem((2 * sum) + count, 2 * count);
        return remainder < 0 ? quotient - 1 : quotient;
    }

    static Centroids BySize(Centroids centroids, ImmutableArray<long> counts)
    {
        var order = Enumerable.Range(0, centroids.Count).Where(index => counts[index] > 0).OrderByDescending(index => counts[index]);
        return new(centroids.Dimensions, [.. order.SelectMany(index => centroids[index].ToArray())]);
    }
}

/// <summary>What <see cref="KMeans"/> found.</summary>
/// <param name="Centroids">The clusters' middles, the largest cluster first.</param>
/// <param name="Rounds">Passes over all vectors that it took.</param>
public sealed record KMeansResult(Centroids Centroids, int Rounds);
