using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace NaturalThoughts.Core.Selection;

/// <summary>A part of a stratum's order: the traces whose place starts with the given bits.</summary>
/// <param name="Stratum">The stratum.</param>
/// <param name="Prefix">The leading bits of <see cref="SelectionKey.Place"/>, as a number.</param>
/// <param name="Bits">How many bits those are, 0 (the whole stratum) to 128.</param>
[GenerateSerializer, Immutable, Alias("nt.OrderRange")]
public readonly record struct OrderRange([property: Id(0)] Stratum Stratum, [property: Id(1)] UInt128 Prefix, [property: Id(2)] int Bits)
{
    /// <summary>Bits of a whole place.</summary>
    public const int PlaceBits = 128;

    /// <summary>Whether a place stands in this range.</summary>
    public bool Covers(UInt128 place) => Bits == 0 || place >> (PlaceBits - Bits) == Prefix;
}

/// <summary>One later round of a selection: look closer at the ranges where the cuts fall.</summary>
[GenerateSerializer, Immutable, Alias("nt.ProbeRequest")]
public sealed record ProbeRequest
{
    /// <summary>Buckets that all splits of a round may ask for together.</summary>
    public const int MostBuckets = 16384;

    /// <summary>Traces that all collected ranges of a round may hold together, over all shards: 2 MB of keys.</summary>
    public const int MostCandidates = 65_536;

    /// <summary>Ranges to count by their next <see cref="SplitBits"/> bits; at most one for each stratum.</summary>
    [Id(0)] public required ImmutableArray<OrderRange> Split { get; init; }

    /// <summary>How many further bits.</summary>
    [Id(1)] public required int SplitBits { get; init; }

    /// <summary>Ranges with few traces: return their places; at most one for each stratum, and none that is also split.</summary>
    [Id(2)] public required ImmutableArray<OrderRange> Collect { get; init; }
}

/// <summary>What a round found; merging is associative and commutative.</summary>
[GenerateSerializer, Immutable, Alias("nt.ProbeReply")]
public sealed record ProbeReply
{
    /// <summary>For each range to split, its traces by the next bits.</summary>
    [Id(0)] public required ImmutableArray<ImmutableArray<Bucket>> Split { get; init; }

    /// <summary>For each range to collect, its traces in order.</summary>
    [Id(1)] public required ImmutableArray<ImmutableArray<SelectionKey>> Collected { get; init; }

    /// <summary>The reply to a request from nobody.</summary>
    public static ProbeReply Empty(ProbeRequest request) => new()
    {
        Split = [.. Enumerable.Repeat(ImmutableArray<Bucket>.Empty, request.Split.Length)],
        Collected = [.. Enumerable.Repeat(ImmutableArray<SelectionKey>.Empty, request.Collect.Length)],
    };

    /// <summary>The replies of two disjoint sets of traces to the same request together.</summary>
    public static ProbeReply Merge(ProbeReply a, ProbeReply b) => Merge([a, b]);

    /// <summary>The replies of disjoint sets of traces to the same request together, at least one: the same as merging them two by
    /// two.</summary>
    public static ProbeReply Merge(IReadOnlyList<ProbeReply> parts)
    {
        var (histograms, same) = (new ImmutableArray<Bucket>[parts.Count], new int[parts.Count]);
        var split = new ImmutableArray<Bucket>[parts[0].Split.Length];
        for (var slot = 0; slot < split.Length; slot++)
        {
            for (var part = 0; part < histograms.Length; part++) histograms[part] = parts[part].Split[slot];
            split[slot] = Bucket.Sum(histograms, same);
        }

        return new()
        {
            Split = ImmutableCollectionsMarshal.AsImmutableArray(split),
            Collected = [.. Enumerable.Range(0, parts[0].Collected.Length).Select(slot => Sorted(parts, slot))],
        };
    }

    static ImmutableArray<SelectionKey> Sorted(IReadOnlyList<ProbeReply> parts, int slot)
    {
        var keys = new List<SelectionKey>();
        foreach (var part in parts) keys.AddRange(part.Collected[slot].AsSpan());
        keys.Sort();
        return [.. keys];
    }
}
