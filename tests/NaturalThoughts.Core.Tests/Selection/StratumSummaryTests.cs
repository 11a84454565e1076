using CsCheck;
using NaturalThoughts.Core.Selection;

namespace NaturalThoughts.Core.Tests.Selection;

public sealed class StratumSummaryTests
{
    [Fact]
    public void Merge_AnyTree_GivesTheSame() => Gen.Select(Entry.Many, Entry.Many, Entry.Many).Sample((a, b, c) =>
    {
        var (x, y, z) = (Summary(a, 1), Summary(b, 2), Summary(c, 3));
        var whole = StratumSummary.Merge(StratumSummary.Merge(x, y), z);
        Same(whole, StratumSummary.Merge(x, StratumSummary.Merge(y, z)));
        Same(whole, StratumSummary.Merge(z, StratumSummary.Merge(y, x)));
        Same(whole, StratumSummary.Merge(StratumSummary.Empty, whole));
        Assert.Equal(a.Length + b.Length + c.Length, whole.Strata.Sum(stratum => stratum.Count));
    });

    [Fact]
    public void Merge_MoreBucketsThanFit_CoarsensTheSameInAnyOrder()
    {
        var random = new Random(3);
        StratumSummary[] parts =
        [
            .. Enumerable.Range(0, 5).Select(part => Summary(
                [.. Enumerable.Range(0, 9_000).Select(i =>
                    new Entry(new((ulong)random.NextInt64() << 1, 0, (UInt128)i), new($"s{i % (part + 1)}")))], part)),
        ];
        var forward = parts.Aggregate(StratumSummary.Merge);
        var backward = parts.Reverse().Aggregate(StratumSummary.Merge);

        Same(forward, backward);
        Assert.InRange(forward.Strata.Sum(stratum => stratum.Buckets.Length), 1, StratumSummary.MostBuckets);
        Assert.InRange(forward.Bits, 1, StratumSummary.MostBits - 1);
        Assert.Equal(45_000, forward.Strata.Sum(stratum => stratum.Count));
    }

    [Fact]
    public void Merge_Replies_AnyTreeGivesTheSame() => Gen.Select(Entry.Many, Entry.Many, Entry.Many).Sample((a, b, c) =>
    {
        var request = new ProbeRequest
        { Split = [new(new("s1"), 0, 0)], SplitBits = 5, Collect = [new(new("s2"), 0, 1), new(new("unheard of"), 0, 0)] };
        var (x, y, z) = (Entry.Set(a).Probe(request), Entry.Set(b).Probe(request), Entry.Set(c).Probe(request));
        var whole = ProbeReply.Merge(ProbeReply.Merge(x, y), z);
        var other = ProbeReply.Merge(z, ProbeReply.Merge(ProbeReply.Empty(request), ProbeReply.Merge(y, x)));
        Assert.Equal(whole.Split.Select(part => part.AsEnumerable()), other.Split.Select(part => part.AsEnumerable()));
        Assert.Equal(whole.Collected.Select(part => part.AsEnumerable()), other.Collected.Select(part => part.AsEnumerable()));
        Assert.Empty(whole.Collected[1]);
    });

    static StratumSummary Summary(Entry[] entries, int traces) => Entry.Set(entries).Summarise(new() { Traces = traces });

    static void Same(StratumSummary expected, StratumSummary actual)
    {
        Assert.Equal(expected.Bits, actual.Bits);
        Assert.Equal(expected.Omitted, actual.Omitted);
        Assert.Equal(expected.Strata.Select(stratum => stratum.Stratum), actual.Strata.Select(stratum => stratum.Stratum));
        Assert.Equal(expected.Strata.Select(stratum => stratum.Buckets.AsEnumerable()),
            actual.Strata.Select(stratum => stratum.Buckets.AsEnumerable()));
    }
}
