using System.Collections.Immutable;
using System.Runtime.InteropServices;

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

    /// <summary>Counters that a shard may take to make its summary.</summary>
    internal const int MostCounters = 1 << 16;

    /// <summary>The strata that have traces; in their order where shards were merged.</summary>
    [Id(0)] public required ImmutableArray<StratumHistogram> Strata { get; init; }

    /// <summary>Leading bits of the order that make a bucket.</summary>
    [Id(1)] public required int Bits { get; init; }

    /// <summary>What was left out.</summary>
    [Id(2)] public required Omissions Omitted { get; init; }

    /// <summary>The summary of no traces.</summary>
    public static StratumSummary Empty { get; } = new() { Strata = [], Bits = MostBits, Omitted = default };

    /// <summary>The summary of two disjoint sets of traces together.</summary>
    public static StratumSummary Merge(StratumSummary a, StratumSummary b) => Merge([a, b]);

    /// <summary>The summary of disjoint sets of traces together: the same as merging them two by two.</summary>
    public static StratumSummary Merge(IReadOnlyCollection<StratumSummary> parts)
    {
        var bits = parts.Aggregate(MostBits, (least, part) => Math.Min(least, part.Bits));
        var strata = new Dictionary<Stratum, List<(ImmutableArray<Bucket> Buckets, int Coarser)>>();
        foreach (var part in parts)
            foreach (var (stratum, buckets) in part.Strata)
            {
                ref var histograms = ref CollectionsMarshal.GetValueRefOrAddDefault(strata, stratum, out _);
                (histograms ??= new(parts.Count)).Add((buckets, part.Bits - bits));
            }

        return new StratumSummary
        {
            Strata =
            [
                .. strata.OrderBy(stratum => stratum.Key).Select(stratum => new StratumHistogram(
                    stratum.Key,
                    Bucket.Sum([.. stratum.Value.Select(part => part.Buckets)], [.. stratum.Value.Select(part => part.Coarser)]))),
            ],
            Bits = bits,
            Omitted = parts.Aggregate(default(Omissions), (sum, part) => sum + part.Omitted),
        }.Bound();
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
