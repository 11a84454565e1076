using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NaturalThoughts.Core.Selection;

/// <summary>How many traces of a stratum stand in one part of the order.</summary>
/// <param name="Index">The next bits of <see cref="SelectionKey.Place"/>, as a number.</param>
/// <param name="Count">How many; at least 1.</param>
[GenerateSerializer, Immutable, Alias("nt.Bucket")]
public readonly record struct Bucket([property: Id(0)] int Index, [property: Id(1)] long Count)
{
    /// <summary>Adds histograms, all at once: each bucket is looked at once, however many shards there are.</summary>
    /// <param name="histograms">The histograms, in index order each.</param>
    /// <param name="coarser">How many bits fewer the sum has than each.</param>
    internal static ImmutableArray<Bucket> Sum(ReadOnlySpan<ImmutableArray<Bucket>> histograms, ReadOnlySpan<int> coarser)
    {
        var (first, last) = (int.MaxValue, -1);
        for (var h = 0; h < histograms.Length; h++)
        {
            if (histograms[h].IsEmpty) continue;
            first = Math.Min(first, histograms[h][0].Index >> coarser[h]);
            last = Math.Max(last, histograms[h][^1].Index >> coarser[h]);
        }

        if (last < 0) return [];
        var counts = ArrayPool<long>.Shared.Rent(last - first + 1);
        var used = counts.AsSpan(0, last - first + 1);
        used.Clear();
        for (var h = 0; h < histograms.Length; h++)
            foreach (var bucket in histograms[h].AsSpan())
                used[(bucket.Index >> coarser[h]) - first] += bucket.Count;
        var sum = Sparse<long>(used, first);
        ArrayPool<long>.Shared.Return(counts);
        return sum;
    }

    /// <summary>The same histogram with fewer bits.</summary>
    internal static ImmutableArray<Bucket> Coarsen(ImmutableArray<Bucket> buckets, int bits)
    {
        if (bits == 0) return buckets;
        var coarse = ImmutableArray.CreateBuilder<Bucket>(Different(buckets, bits));
        foreach (var bucket in buckets)
        {
            var index = bucket.Index >> bits;
            if (coarse.Count > 0 && coarse[^1].Index == index) coarse[^1] = new(index, coarse[^1].Count + bucket.Count);
            else coarse.Add(new(index, bucket.Count));
        }

        return coarse.MoveToImmutable();
    }

    /// <summary>How many buckets are left when that many bits are taken away.</summary>
    internal static int Different(ImmutableArray<Bucket> buckets, int bits)
    {
        var different = 0;
        for (var at = 0; at < buckets.Length; at++)
            if (at == 0 || buckets[at].Index >> bits != buckets[at - 1].Index >> bits) different++;
        return different;
    }

    /// <summary>The histogram of dense counts.</summary>
    /// <param name="counts">The counts.</param>
    /// <param name="first">The index of the first.</param>
    internal static ImmutableArray<Bucket> Sparse<T>(ReadOnlySpan<T> counts, int first = 0) where T : IBinaryInteger<T>
    {
        var different = 0;
        foreach (var count in counts)
            if (count > T.Zero) different++;
        if (different == 0) return [];
        var buckets = new Bucket[different];
        var next = 0;
        for (var index = 0; index < counts.Length; index++)
            if (counts[index] > T.Zero)
                buckets[next++] = new(first + index, long.CreateChecked(counts[index]));
        return ImmutableCollectionsMarshal.AsImmutableArray(buckets);
    }
}
