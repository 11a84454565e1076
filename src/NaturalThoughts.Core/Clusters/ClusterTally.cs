using System.Collections.Immutable;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NaturalThoughts.Core.Clusters;

/// <summary>What one shard's vectors come to when each goes to its nearest centroid: sums of integers, so that shards and order do not
/// matter. Takes 8 bytes for each component of a centroid, whatever the number of vectors.</summary>
/// <param name="centroids">The centroids.</param>
public sealed class ClusterTally(Centroids centroids)
{
    /// <summary>Vectors that are looked at together: what fits a core's cache.</summary>
    public const int Tile = 32;

    readonly long[] _counts = new long[centroids.Count];
    readonly long[] _sums = new long[(long)centroids.Count * centroids.Dimensions];
    readonly int[] _nearest = new int[Tile];
    readonly int[] _distances = new int[Tile];
    long _inertia;

    /// <summary>How near all are.</summary>
    public ClusterRound Round => new(_inertia, [.. _counts]);

    /// <summary>Adds vectors.</summary>
    /// <param name="vectors">The vectors, one after the other; at most <see cref="Tile"/>.</param>
    /// <returns>The index of the centroid each goes to; good until the next call.</returns>
    public ReadOnlySpan<int> Add(ReadOnlySpan<short> vectors)
    {
        var count = vectors.Length / centroids.Dimensions;
        var nearest = _nearest.AsSpan(0, count);
        centroids.Nearest(vectors, nearest, _distances.AsSpan(0, count));
        for (var at = 0; at < count; at++)
        {
            _counts[nearest[at]]++;
            _inertia += _distances[at];
            Sum(_sums.AsSpan(nearest[at] * centroids.Dimensions, centroids.Dimensions),
                vectors.Slice(at * centroids.Dimensions, centroids.Dimensions));
        }

        return nearest;
    }

    /// <summary>The sums of some clusters' vectors.</summary>
    public ClusterSums Sums(int first, int count) => new(
        first,
        [.. _counts.AsSpan(first, count)],
        [.. _sums.AsSpan(first * centroids.Dimensions, count * centroids.Dimensions)]);

    static void Sum(Span<long> sums, ReadOnlySpan<short> vector)
    {
        var (at, wide) = (0, Vector<long>.Count);
        for (; at <= vector.Length - Vector<short>.Count; at += Vector<short>.Count)
        {
            Vector.Widen(new Vector<short>(vector[at..]), out var low, out var high);
            Vector.Widen(low, out var first, out var second);
            Vector.Widen(high, out var third, out var fourth);
            Add(sums[at..], first);
            Add(sums[(at + wide)..], second);
            Add(sums[(at + (2 * wide))..], third);
            Add(sums[(at + (3 * wide))..], fourth);
        }

        for (; at < vector.Length; at++) sums[at] += vector[at];

        static void Add(Span<long> sums, Vector<long> more) => (new Vector<long>(sums) + more).CopyTo(sums);
    }
}

/// <summary>How near vectors are to the centroids they go to.</summary>
/// <param name="Inertia">Sum of the squared distances, in units of <see cref="UnitVector.Length"/>.</param>
/// <param name="Counts">Vectors of each cluster.</param>
[GenerateSerializer, Immutable, Alias("nt.ClusterRound")]
public sealed record ClusterRound([property: Id(0)] long Inertia, [property: Id(1)] ImmutableArray<long> Counts)
{
    /// <summary>That of two disjoint sets of vectors together.</summary>
    public static ClusterRound operator +(ClusterRound left, ClusterRound right) =>
        new(left.Inertia + right.Inertia, Sum(left.Counts, right.Counts));

    internal static ImmutableArray<long> Sum(ImmutableArray<long> left, ImmutableArray<long> right)
    {
        var sums = new long[left.Length];
        TensorPrimitives.Add(left.AsSpan(), right.AsSpan(), sums);
        return ImmutableCollectionsMarshal.AsImmutableArray(sums);
    }
}

/// <summary>Sums of the vectors of some clusters.</summary>
/// <param name="First">The first cluster.</param>
/// <param name="Counts">Vectors of each.</param>
/// <param name="Components">The sums, one cluster after the other.</param>
[GenerateSerializer, Immutable, Alias("nt.ClusterSums")]
public sealed record ClusterSums(
    [property: Id(0)] int First, [property: Id(1)] ImmutableArray<long> Counts, [property: Id(2)] ImmutableArray<long> Components)
{
    /// <summary>Those of two disjoint sets of vectors together.</summary>
    public static ClusterSums operator +(ClusterSums left, ClusterSums right) => new(
        left.First, ClusterRound.Sum(left.Counts, right.Counts), ClusterRound.Sum(left.Components, right.Components));
}
