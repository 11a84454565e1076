using System.Buffers;
using System.Collections.Immutable;

namespace NaturalThoughts.Core.Selection;

/// <summary>
/// One shard's candidates by row, with what the search for the cuts asks of them. Columns, so that a million of them are scanned in
/// milliseconds.
/// </summary>
/// <remarks>Immutable; safe for concurrent calls as long as the function is.</remarks>
public sealed class CandidateSet
{
    const int KeyBitsCount = 64;

    readonly ulong[] _keys;
    readonly int[] _rows;
    readonly ushort[] _strata;
    readonly ImmutableArray<Stratum> _names;
    readonly Func<int, PlaceRest> _rest;
    readonly Dictionary<Stratum, int> _ordinals;

    /// <summary>Candidates as parallel columns, which the set keeps.</summary>
    /// <param name="keys">Sortable keys, ascending is better.</param>
    /// <param name="rows">The shard's row of each.</param>
    /// <param name="strata">Position of each one's stratum in <paramref name="names"/>; empty: all are in the first.</param>
    /// <param name="names">Different strata in any order, also ones without candidates.</param>
    /// <param name="rest">What orders rows with equal keys; asked for few rows only.</param>
    public CandidateSet(ulong[] keys, int[] rows, ushort[] strata, ImmutableArray<Stratum> names, Func<int, PlaceRest> rest)
    {
        (_keys, _rows, _strata, _names, _rest) = (keys, rows, strata, names, rest);
        _ordinals = new(names.Length);
        for (var ordinal = 0; ordinal < names.Length; ordinal++) _ordinals.Add(names[ordinal], ordinal);
    }

    /// <summary>How many candidates.</summary>
    public int Count => _keys.Length;

    /// <summary>The shard's row of a candidate.</summary>
    public int Row(int candidate) => _rows[candidate];

    /// <summary>The stratum of a candidate.</summary>
    public Stratum StratumOf(int candidate) => _names[Ordinal(candidate)];

    /// <summary>The key of a candidate, sortable.</summary>
    internal ulong SortableKey(int candidate) => _keys[candidate];

    /// <summary>The place of a candidate in the order.</summary>
    public SelectionKey Key(int candidate)
    {
        var rest = _rest(_rows[candidate]);
        return new(_keys[candidate], rest.Hash, rest.Id.Value);
    }

    /// <summary>Counts the strata, and the leading bits of the order in each.</summary>
    /// <param name="omitted">What was left out before.</param>
    public StratumSummary Summarise(Omissions omitted)
    {
        if (Count == 0) return StratumSummary.Empty with { Omitted = omitted };
        var (least, most) = (ulong.MaxValue, 0UL);
        foreach (var key in _keys) (least, most) = (Math.Min(least, key), Math.Max(most, key));

        // As many bits as leave a counter for each part of the order in each stratum. Keys span few exponents mostly.
        var bits = StratumSummary.MostBits;
        while (bits > 0 && Width() * _names.Length > StratumSummary.MostCounters) bits--;
        var (shift, first, width) = (KeyBitsCount - bits, Leading(least, bits), (int)Width());
        var counts = new int[width * _names.Length];
        for (var i = 0; i < _keys.Length; i++) counts[Ordinal(i) * width + (int)((bits == 0 ? 0 : _keys[i] >> shift) - first)]++;
        var strata = ImmutableArray.CreateBuilder<StratumHistogram>(_names.Length);
        for (var h = 0; h < _names.Length; h++)
            if (Bucket.Sparse<int>(counts.AsSpan(h * width, width), (int)first) is { IsEmpty: false } buckets)
                strata.Add(new(_names[h], buckets));
        return new StratumSummary { Strata = strata.DrainToImmutable(), Bits = bits, Omitted = omitted }.Bound();

        long Width() => (long)(Leading(most, bits) - Leading(least, bits)) + 1;
    }

    /// <summary>Looks closer at some ranges.</summary>
    public ProbeReply Probe(ProbeRequest request)
    {
        var ranges = request.Split.AddRange(request.Collect);
        var spans = Spans(ranges);
        var width = 1 << request.SplitBits;
        var counts = new int[request.Split.Length * width];
        var collected = request.Collect.Select(_ => new List<SelectionKey>()).ToArray();
        for (var i = 0; i < _keys.Length; i++)
        {
            var span = spans[Ordinal(i)];
            // Most are outside, and the key alone says so.
            if (_keys[i] - span.First > span.Width || span.Slot < 0) continue;
            var (slot, range) = (span.Slot, ranges[span.Slot]);
            if (range.Bits + request.SplitBits <= KeyBitsCount && slot < request.Split.Length)
            {
                counts[slot * width + ((int)(_keys[i] >> (KeyBitsCount - range.Bits - request.SplitBits)) & (width - 1))]++;
                continue;
            }

            var key = Key(i);
            if (!range.Covers(key.Place)) continue;
            if (slot >= request.Split.Length) collected[slot - request.Split.Length].Add(key);
            else counts[slot * width + ((int)(key.Place >> (OrderRange.PlaceBits - range.Bits - request.SplitBits)) & (width - 1))]++;
        }

        return new()
        {
            Split = [.. request.Split.Select((_, slot) => Bucket.Sparse(counts.AsSpan(slot * width, width), 0))],
            Collected = [.. collected.Select(Sorted)],
        };
    }

    /// <summary>The candidates that the cuts let in, in no order.</summary>
    public int[] Admitted(Thresholds thresholds)
    {
        var cuts = new StratumCut?[_names.Length];
        foreach (var cut in thresholds.Cuts)
            if (_ordinals.TryGetValue(cut.Stratum, out var ordinal)) cuts[ordinal] = cut;
        // Below its stratum's limit a candidate is in; at it, what orders equal keys decides.
        var limits = Array.ConvertAll(cuts, cut => cut is null ? 0 : cut.All ? ulong.MaxValue : cut.Last?.Key ?? 0);
        var (admitted, count) = (ArrayPool<int>.Shared.Rent(Count), 0);
        for (var i = 0; i < _keys.Length; i++)
        {
            var ordinal = Ordinal(i);
            if (_keys[i] > limits[ordinal]) continue;
            if (_keys[i] < limits[ordinal] || cuts[ordinal] is { } cut && (cut.All || cut.Admits(Key(i)))) admitted[count++] = i;
        }

        var exactly = admitted.AsSpan(0, count).ToArray();
        ArrayPool<int>.Shared.Return(admitted);
        return exactly;
    }

    static ulong Leading(ulong key, int bits) => bits == 0 ? 0 : key >> (KeyBitsCount - bits);

    static ImmutableArray<SelectionKey> Sorted(List<SelectionKey> keys)
    {
        keys.Sort();
        return [.. keys];
    }

    int Ordinal(int candidate) => _strata.Length == 0 ? 0 : _strata[candidate];

    // What each stratum's range is among the keys.
    KeySpan[] Spans(ImmutableArray<OrderRange> ranges)
    {
        var spans = new KeySpan[_names.Length];
        Array.Fill(spans, new(-1, 0, 0));
        for (var slot = 0; slot < ranges.Length; slot++)
            if (_ordinals.TryGetValue(ranges[slot].Stratum, out var ordinal)) spans[ordinal] = KeySpan.Of(ranges[slot], slot);
        return spans;
    }

    /// <summary>Keys from <paramref name="First"/> to <paramref name="First"/> + <paramref name="Width"/>.</summary>
    readonly record struct KeySpan(int Slot, ulong First, ulong Width)
    {
        public static KeySpan Of(OrderRange range, int slot)
        {
            if (range.Bits >= KeyBitsCount) return new(slot, (ulong)(range.Prefix >> (range.Bits - KeyBitsCount)), 0);
            var free = KeyBitsCount - range.Bits;
            return new(slot, range.Bits == 0 ? 0 : (ulong)range.Prefix << free, range.Bits == 0 ? ulong.MaxValue : (1UL << free) - 1);
        }
    }
}
