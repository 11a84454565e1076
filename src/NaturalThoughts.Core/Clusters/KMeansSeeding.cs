using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Clusters;

/// <summary>Where clusters begin (Arthur and Vassilvitskii, <i>k-means++: the advantages of careful seeding</i>, 2007): each further
/// centroid is a vector drawn by its squared distance to those there are, the best of a few draws.</summary>
static class KMeansSeeding
{
    // More draws cost as much as they did before and gain little (Celebi, Kingravi and Vela, 2013, try 2 + log k of them).
    const int Draws = 4;

    /// <summary>Centroids out of a sample; fewer where it has fewer different vectors.</summary>
    /// <param name="sample">The sample, in an order by chance.</param>
    /// <param name="dimensions">Dimensions of its vectors.</param>
    /// <param name="k">How many.</param>
    /// <param name="seed">Seed of all chance.</param>
    public static Centroids Of(VectorSample sample, int dimensions, int k, ulong seed)
    {
        var count = sample.Questions.Length;
        var chosen = new List<int> { 0 };
        var distances = new int[count];
        Distances(sample, dimensions, 0, distances);
        while (chosen.Count < Math.Min(k, count) && distances.Sum(distance => (long)distance) is var total and > 0)
        {
            int[]? best = null;
            var (bestSum, bestAt) = (long.MaxValue, 0);
            foreach (var drawn in Drawn(distances, total, seed, chosen.Count))
            {
                var nearer = new int[count];
                Distances(sample, dimensions, drawn, nearer);
                for (var at = 0; at < count; at++) nearer[at] = Math.Min(nearer[at], distances[at]);
                var sum = nearer.Sum(distance => (long)distance);
                if (sum < bestSum) (best, bestSum, bestAt) = (nearer, sum, drawn);
            }

            chosen.Add(bestAt);
            distances = best!;
        }

        var components = ImmutableArray.CreateBuilder<short>(chosen.Count * dimensions);
        foreach (var at in chosen) components.AddRange(sample.Components.AsSpan(at * dimensions, dimensions));
        return new(dimensions, components.MoveToImmutable());
    }

    // As many vectors as there are draws, each with a chance in proportion to its number.
    static IEnumerable<int> Drawn(int[] distances, long total, ulong seed, int place)
    {
        var draws = Enumerable.Range(0, Draws)
            .Select(draw => (long)((UInt128)SeededHash.Of(seed, ((UInt128)(uint)place << 64) + (uint)draw) * (ulong)total >> 64))
            .Order().ToList();
        var (sum, next) = (0L, 0);
        for (var at = 0; next < Draws; at++)
        {
            sum += distances[at];
            if (sum <= draws[next]) continue;
            yield return at;
            while (next < Draws && sum > draws[next]) next++;
        }
    }

    static void Distances(VectorSample sample, int dimensions, int chosen, int[] distances)
    {
        var components = sample.Components.AsSpan();
        var centroid = components.Slice(chosen * dimensions, dimensions);
        var square = ExactDot.Of(centroid, centroid);
        for (var at = 0; at < distances.Length; at++)
        {
            var vector = components.Slice(at * dimensions, dimensions);
            distances[at] = square + ExactDot.Of(vector, vector) - (2 * ExactDot.Of(vector, centroid));
        }
    }
}
