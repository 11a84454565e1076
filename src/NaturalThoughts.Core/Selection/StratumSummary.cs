using System.Collections.Immutable;

namespace NaturalThoughts.Core.Selection;

/// <summary>The first round of a selection: how many traces each stratum has, and a coarse histogram of their order.</summary>
/// <remarks>
/// Its size is bounded by <see cref="MostBuckets"/> (or the number of strata, where that is more), whatever the pool: the histograms keep
/// as many
/// leading bits as fit. Merging is associative and commutative, so summaries can be merged in a tree of any shape.
/// </remarks>
[GenerateSerializer, Immutable, Alias("nt.StratumSummary")]
public sealed record StratumSummary
{
    /// <summary>Buckets that a summary may hold before its histograms are coarsened.</summary>
    public const int MostBuckets = 16384;

    /// <summary>Bits of the order that a summary starts from: the sign, the exponent and four bits of the fraction of a key.</summary>
    public const int MostBits = 16;

    /// <summary>The strata in their order; only those with traces.</summary>
    [Id(0)] public required ImmutableArray<StratumHistogram> Strata { get; init; }

    /// <summary>Leading bits of the order that make a bucket.</summary>
    [Id(1)] public required int Bits { get; init; }

    /// <summary>What was left out.</summary>
    [Id(2)] public required Omissions Omitted { get; init; }

    /// <summary>The summary of no traces.</summary>
    public static StratumSummary Empty { get; } = new() { Strata = [], Bits = MostBits, Omitted = default };

    /// <summary>The summary of two disjoint sets of traces together.</summary>
    public static StratumSummary Merge(StratumSummary a, StratumSummary b)
    {
        var bits = Math.Min(a.Bits, b.Bits);
        var strata = ImmutableArray.CreateBuilder<StratumHistogram>(a.Strata.Length + b.Strata.Length);
        var (left, right) = (a.Coarsen(bits).Strata, b.Coarsen(bits).Strata);
        var (i, j) = (0, 0);
        while (i < left.Length || j < right.Length)
        {
            var order = i == left.Length ? 1 : j == right.Length ? -1 : left[i].Stratum.CompareTo(right[j].Stratum);
            strata.Add(
                order < 0 ? left[i++]
                : order > 0 ? right[j++]
                : new(left[i].Stratum, Bucket.Merge(left[i++].Buckets, right[j++].Buckets)));
        }

        return new StratumSummary { Strata = strata.DrainToImmutable(), Bits = bits, Omitted = a.Omitted + b.Omitted }.Bound();
    }

    /// <summary>The finest summary with the same traces that keeps within <see cref="MostBuckets"/>.</summary>
    internal StratumSummary Bound()
    {
        // Counted first: what is made is made once, and not again for each bit.
        var less = 0;
        while (less < Bits && Strata.Sum(stratum => Bucket.Different(stratum.Buckets, less)) > MostBuckets) less++;
        return Coarsen(Bits - less);
    }

    StratumSummary Coarsen(int bits) => bits == Bits
        ? this
        : this with
        {
            Bits = bits,
            Strata = [.. Strata.Select(stratum => stratum with { Buckets = Bucket.Coarsen(stratum.Buckets, Bits - bits) })],
        };
}

/// <summary>One stratum of a summary.</summary>
/// <param name="Stratum">Which.</param>
/// <param name="Buckets">Its traces over the leading bits of the order, in order.</param>
[GenerateSerializer, Immutable, Alias("nt.StratumHistogram")]
public readonly record struct StratumHistogram([property: Id(0)] Stratum Stratum, [property: Id(1)] ImmutableArray<Bucket> Buckets)
{
    /// <summary>How many traces the stratum has.</summary>
    public long Count
    {
        get
        {
            long sum = 0;
            foreach (var bucket in Buckets) sum += bucket.Count;
            return sum;
        }
    }
}
