using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Selection;

/// <summary>
/// One shard's candidates by row, with what the search for the cuts asks of them. Columns, so that a million of them are scanned in
/// milliseconds.
/// </summary>
/// <remarks>Immutable; safe for concurrent calls as long as the id function is.</remarks>
public sealed class CandidateSet
{
    const int MostCounters = 1 << 20;

    readonly ulong[] _keys;
    readonly ulong[] _hashes;
    readonly int[] _rows;
    readonly int[] _strata;
    readonly ImmutableArray<Stratum> _names;
    readonly Dictionary<Stratum, int> _ordinals;
    readonly Func<int, TraceId> _id;

    /// <summary>Candidates as parallel columns, which the set keeps.</summary>
    /// <param name="keys">Sortable keys, ascending is better.</param>
    /// <param name="hashes">Hashes of (seed, id).</param>
    /// <param name="rows">The shard's row of each.</param>
    /// <param name="strata">Position of each one's stratum in <paramref name="names"/>.</param>
    /// <param name="names">Different strata in any order, also ones without candidates.</param>
    /// <param name="id">The id of a row; asked for few rows only.</param>
    public CandidateSet(ulong[] keys, ulong[] hashes, int[] rows, int[] strata, ImmutableArray<Stratum> names, Func<int, TraceId> id)
    {
        (_keys, _hashes, _rows, _strata, _names, _id) = (keys, hashes, rows, strata, names, id);
        _ordinals = names.Select((name, ordinal) => (name, ordinal)).ToDictionary(pair => pair.name, pair => pair.ordinal);
    }

    /// <summary>How many candidates.</summary>
    public int Count => _keys.Length;

    /// <summary>The shard's row of a candidate.</summary>
    public int Row(int candidate) => _rows[candidate];

    /// <summary>The stratum of a candidate.</summary>
    public Stratum StratumOf(int candidate) => _names[_strata[candidate]];

    /// <summary>The place of a candidate in the order.</summary>
    public SelectionKey Key(int candidate) => new(_keys[candidate], _hashes[candidate], _id(_rows[candidate]).Value);

    /// <summary>Counts the strata, and the leading bits of the order in each.</summary>
    /// <param name="omitted">What was left out before.</param>
    public StratumSummary Summarise(Omissions omitted)
    {
        var cells = (long)_names.Length << StratumSummary.MostBits;
        var strata = (cells <= MostCounters && cells <= 8L * Count ? Counted((int)cells) : Sorted())
            .Select(stratum => new StratumHistogram(_names[stratum.Ordinal], stratum.Buckets))
            .Where(stratum => !stratum.Buckets.IsEmpty)
            .OrderBy(stratum => stratum.Stratum);
        return new StratumSummary { Strata = [.. strata], Bits = StratumSummary.MostBits, Omitted = omitted }.Bound();
    }

    /// <summary>Looks closer at some ranges.</summary>
    public ProbeReply Probe(ProbeRequest request)
    {
        var ranges = request.Split.AddRange(request.Collect);
        var slots = Slots(ranges);
        var width = 1 << request.SplitBits;
        var counts = new long[request.Split.Length * width];
        var collected = request.Collect.Select(_ => new List<SelectionKey>()).ToArray();
        for (var i = 0; i < _keys.Length; i++)
        {
            var slot = slots[_strata[i]];
            if (slot < 0) continue;
            var (place, range) = (new UInt128(_keys[i], _hashes[i]), ranges[slot]);
            if (!range.Covers(place)) continue;
            if (slot < request.Split.Length)
                counts[slot * width + ((int)(place >> (OrderRange.PlaceBits - range.Bits - request.SplitBits)) & (width - 1))]++;
            else
                collected[slot - request.Split.Length].Add(Key(i));
        }

        return new()
        {
            Split = [.. request.Split.Select((_, slot) => Bucket.Sparse(counts.AsSpan(slot * width, width)))],
            Collected = [.. collected.Select(keys => keys.Order().ToImmutableArray())],
        };
    }

    /// <summary>The candidates that the cuts let in, by row.</summary>
    public IEnumerable<int> Admitted(Thresholds thresholds)
    {
        var cuts = _names.Select(thresholds.Of).ToArray();
        for (var i = 0; i < _keys.Length; i++)
            if (Admits(cuts[_strata[i]], i))
                yield return i;
    }

    bool Admits(StratumCut? cut, int candidate)
    {
        if (cut is null) return false;
        if (cut.All || cut.Last is not { } last) return cut.All;
        return _keys[candidate] != last.Key ? _keys[candidate] < last.Key : cut.Admits(Key(candidate));
    }

    /// <summary>The stratum and the leading bits of a candidate as one number.</summary>
    long Cell(int candidate) =>
        ((long)_strata[candidate] << StratumSummary.MostBits) + (long)(_keys[candidate] >> (64 - StratumSummary.MostBits));

    /// <summary>Histograms with a counter for each cell: fastest for many candidates of few strata.</summary>
    IEnumerable<(int Ordinal, ImmutableArray<Bucket> Buckets)> Counted(int cells)
    {
        var counts = new long[cells];
        for (var i = 0; i < Count; i++) counts[Cell(i)]++;
        return _names.Select((_, h) => (h, Bucket.Sparse(counts.AsSpan(h << StratumSummary.MostBits, 1 << StratumSummary.MostBits))));
    }

    /// <summary>Histograms from sorted cells, for few candidates or many strata.</summary>
    IEnumerable<(int Ordinal, ImmutableArray<Bucket> Buckets)> Sorted()
    {
        var cells = new long[Count];
        for (var i = 0; i < Count; i++) cells[i] = Cell(i);
        Array.Sort(cells);
        for (var start = 0; start < cells.Length;)
        {
            var ordinal = (int)(cells[start] >> StratumSummary.MostBits);
            var buckets = ImmutableArray.CreateBuilder<Bucket>();
            while (start < cells.Length && cells[start] >> StratumSummary.MostBits == ordinal)
            {
                var first = start;
                while (start < cells.Length && cells[start] == cells[first]) start++;
                buckets.Add(new((int)(cells[first] & ((1 << StratumSummary.MostBits) - 1)), start - first));
            }

            yield return (ordinal, buckets.DrainToImmutable());
        }
    }

    int[] Slots(ImmutableArray<OrderRange> ranges)
    {
        var slots = new int[_names.Length];
        Array.Fill(slots, -1);
        for (var slot = 0; slot < ranges.Length; slot++)
            if (_ordinals.TryGetValue(ranges[slot].Stratum, out var ordinal))
                slots[ordinal] = slot;
        return slots;
    }
}
