using System.Collections.Immutable;

namespace NaturalThoughts.Core.Selection;

/// <summary>How many traces of a stratum stand in one part of the order.</summary>
/// <param name="Index">The next bits of <see cref="SelectionKey.Place"/>, as a number.</param>
/// <param name="Count">How many; at least 1.</param>
[GenerateSerializer, Immutable, Alias("nt.Bucket")]
public readonly record struct Bucket([property: Id(0)] int Index, [property: Id(1)] long Count)
{
    /// <summary>Adds two histograms in index order.</summary>
    internal static ImmutableArray<Bucket> Merge(ImmutableArray<Bucket> a, ImmutableArray<Bucket> b)
    {
        var merged = ImmutableArray.CreateBuilder<Bucket>(a.Length + b.Length);
        var (i, j) = (0, 0);
        while (i < a.Length && j < b.Length)
        {
            if (a[i].Index < b[j].Index) merged.Add(a[i++]);
            else if (a[i].Index > b[j].Index) merged.Add(b[j++]);
            else merged.Add(new(a[i].Index, a[i++].Count + b[j++].Count));
        }

        merged.AddRange(a.AsSpan()[i..]);
        merged.AddRange(b.AsSpan()[j..]);
        return merged.DrainToImmutable();
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
    internal static ImmutableArray<Bucket> Sparse(ReadOnlySpan<long> counts)
    {
        var buckets = ImmutableArray.CreateBuilder<Bucket>();
        for (var index = 0; index < counts.Length; index++)
            if (counts[index] > 0)
                buckets.Add(new(index, counts[index]));
        return buckets.DrainToImmutable();
    }
}
