using System.Collections.Immutable;
using System.Numerics;

namespace NaturalThoughts.Core.Selection;

/// <summary>
/// The coordinator's side of a selection: from the merged summary it finds where each stratum is cut, asking round after round about fewer
/// traces.
/// </summary>
/// <remarks>
/// Use: while <see cref="Next"/> gives a request, send it to every shard, merge the replies and <see cref="Accept"/> the result; then read
/// <see cref="Thresholds"/>.
/// The result is the same as sorting all traces and taking the first places of each stratum. A round costs messages of bounded size,
/// and the number of rounds depends on the keys' bits (128) and on the number of strata, not on the number of traces. Not thread-safe.
/// </remarks>
public sealed class SelectionSearch
{
    const int MostSplitBits = 12;

    readonly SortedDictionary<Stratum, StratumCut> _cuts = [];
    readonly SortedDictionary<Stratum, Boundary> _open = [];
    ProbeRequest? _asked;

    /// <summary>Shares the places out and starts the search.</summary>
    /// <param name="summary">The summary of all shards together.</param>
    /// <param name="size">How many traces; null: all.</param>
    /// <param name="share">The share of a stratum with a number of traces; see <see cref="Claim.Share"/>.</param>
    /// <param name="seed">The recipe's seed.</param>
    public SelectionSearch(StratumSummary summary, long? size, Func<Stratum, long, double> share, ulong seed)
    {
        var claims = summary.Strata
            .Select(stratum => (stratum.Stratum, stratum.Count))
            .Select(stratum => new Claim(stratum.Stratum, share(stratum.Stratum, stratum.Count), stratum.Count, stratum.Stratum.Hash(seed)))
            .ToArray();
        var places = Apportionment.Places(size ?? long.MaxValue, claims);
        for (var h = 0; h < claims.Length; h++)
        {
            var (stratum, count) = (claims[h].Stratum, claims[h].Count);
            if (places[h] == 0 || places[h] == count) _cuts[stratum] = new(stratum, places[h], count, null);
            else _open[stratum] = Boundary.Whole(stratum, places[h], count).Within(summary.Strata[h].Buckets, summary.Bits);
        }
    }

    /// <summary>How many rounds were asked for, the summary not counted.</summary>
    public int Rounds { get; private set; }

    /// <summary>The next round; null when all cuts are found.</summary>
    public ProbeRequest? Next()
    {
        if (_open.Count == 0) return _asked = null;

        var collect = ImmutableArray.CreateBuilder<OrderRange>();
        var split = new List<OrderRange>();
        long candidates = 0;
        foreach (var boundary in _open.Values.OrderBy(boundary => boundary.Count))
        {
            candidates += boundary.Count;
            if (candidates <= ProbeRequest.MostCandidates || boundary.Range.Bits == OrderRange.PlaceBits) collect.Add(boundary.Range);
            else if (split.Count < ProbeRequest.MostBuckets / 2) split.Add(boundary.Range);
        }

        Rounds++;
        return _asked = new()
        {
            Split = [.. split],
            SplitBits = split.Count == 0 ? 0 : Math.Min(
                Math.Clamp(BitOperations.Log2((uint)(ProbeRequest.MostBuckets / split.Count)), 1, MostSplitBits),
                split.Min(range => OrderRange.PlaceBits - range.Bits)),
            Collect = collect.DrainToImmutable(),
        };
    }

    /// <summary>Takes in the merged reply to the request that <see cref="Next"/> gave.</summary>
    public void Accept(ProbeReply reply)
    {
        var asked = _asked ?? throw new InvalidOperationException("Nothing was asked.");
        for (var slot = 0; slot < asked.Split.Length; slot++)
        {
            var stratum = asked.Split[slot].Stratum;
            _open[stratum] = _open[stratum].Within(reply.Split[slot], asked.SplitBits);
        }

        for (var slot = 0; slot < asked.Collect.Length; slot++)
        {
            var stratum = asked.Collect[slot].Stratum;
            var (boundary, keys) = (_open[stratum], reply.Collected[slot]);
            if (keys.Length != boundary.Count) throw Moved(boundary.Range);
            _cuts[stratum] = new(stratum, boundary.Places, boundary.Of, keys[(int)boundary.Need - 1]);
            _open.Remove(stratum);
        }

        _asked = null;
    }

    /// <summary>The cuts; complete once <see cref="Next"/> gives null.</summary>
    public Thresholds Thresholds => _open.Count == 0
        ? new() { Cuts = [.. _cuts.Values] }
        : throw new InvalidOperationException("The search is not finished.");

    static InvalidOperationException Moved(OrderRange range) =>
        new($"The shards' replies about stratum {range.Stratum} do not agree with their counts: they answered from different snapshots.");

    /// <summary>The range that a stratum's last place falls into.</summary>
    /// <param name="Range">The range.</param>
    /// <param name="Need">The 1-based position of the last place within it.</param>
    /// <param name="Count">How many traces it has.</param>
    /// <param name="Places">Places of the stratum.</param>
    /// <param name="Of">Traces of the stratum.</param>
    readonly record struct Boundary(OrderRange Range, long Need, long Count, long Places, long Of)
    {
        public static Boundary Whole(Stratum stratum, long places, long count) =>
            new(new(stratum, UInt128.Zero, 0), places, count, places, count);

        public Boundary Within(ImmutableArray<Bucket> buckets, int bits)
        {
            var before = 0L;
            foreach (var bucket in buckets)
            {
                if (before + bucket.Count >= Need)
                    return this with
                    {
                        Range = Range with { Prefix = (Range.Prefix << bits) | (UInt128)bucket.Index, Bits = Range.Bits + bits },
                        Need = Need - before,
                        Count = bucket.Count,
                    };
                before += bucket.Count;
            }

            throw Moved(Range);
        }
    }
}
