using CsCheck;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Selection;

namespace NaturalThoughts.Core.Tests.Selection;

public sealed class SelectionSearchTests
{
    [Fact]
    public Task Search_AnySharding_EqualsSortAndTake() =>
        Gen.Select(Entry.Many, Entry.Stratify, Gen.Int[1, 17], Gen.Long[1, 450], Gen.ULong)
        .SampleAsync(async (entries, stratify, n, size, seed) =>
        {
            var recipe = new Recipe { Name = "r", Stratify = stratify, Size = size, Seed = seed };
            var parts = Enumerable.Range(0, n)
                .Select(shard => entries.Where(entry => entry.Key.Id % (UInt128)n == (UInt128)shard).ToArray()).ToArray();
            var sets = parts.Select(Entry.Set).ToArray();

            var outcome = await SelectionDriver.SelectAsync(recipe, [.. sets.Select(set => new Probed(set))], default);

            var selected = sets.Zip(parts)
                .SelectMany(shard => shard.First.Admitted(outcome.Thresholds).Select(i => shard.Second[i])).ToArray();
            Assert.Equal(
                Entry.SortAndTake(entries, recipe).Select(entry => entry.Key.Id).Order(),
                selected.Select(entry => entry.Key.Id).Order());
            Assert.Equal(selected.Length, outcome.Thresholds.Selected);
        });

    [Fact]
    public async Task Search_AllKeysEqual_SplitsTheHashes()
    {
        var random = new Random(7);
        Entry[] entries =
            [.. Enumerable.Range(0, 3 * ProbeRequest.MostCandidates).Select(i => new Entry(new(42, (ulong)random.NextInt64(), (UInt128)i), new(null)))];
        var shard = new Probed(Entry.Set(entries));

        var outcome = await SelectionDriver.SelectAsync(new() { Name = "r", Size = 20_000 }, [shard], default);

        Assert.Equal(entries.OrderBy(entry => entry.Key).ElementAt(19_999).Key, outcome.Thresholds.Cuts.Single().Last);
        Assert.True(shard.Rounds > 4, "the keys cannot have told them apart");
    }

    [Fact]
    public async Task Search_AllPlacesEqual_CollectsThemAll()
    {
        Entry[] entries =
            [.. Enumerable.Range(0, 3 * ProbeRequest.MostCandidates).Select(i => new Entry(new(42, 42, (UInt128)i), new(null)))];

        var outcome = await SelectionDriver.SelectAsync(new() { Name = "r", Size = 9_000 }, [new Probed(Entry.Set(entries))], default);

        Assert.Equal((UInt128)8_999, outcome.Thresholds.Cuts.Single().Last!.Value.Id);
    }

    [Theory]
    [InlineData(10_000, 1)]
    [InlineData(300_000, 1)]
    [InlineData(300_000, 13)]
    [InlineData(300_000, 5_000)]
    public async Task Search_AnyPool_MessagesStayBounded(int traces, int strata)
    {
        var random = new Random(11);
        Entry[] entries =
        [
            .. Enumerable.Range(0, traces).Select(i =>
                new Entry(new(Key(random), (ulong)random.NextInt64(), (UInt128)i), new($"s{i % strata}"))),
        ];
        Probed[] shards = [.. entries.Chunk(traces / 3).Select(part => new Probed(Entry.Set(part)))];

        var recipe = new Recipe { Name = "r", Stratify = new() { By = "domain", Allocation = "proportional" }, Size = traces / 5 };
        var outcome = await SelectionDriver.SelectAsync(recipe, shards, default);

        Assert.Equal(traces / 5, outcome.Thresholds.Selected);
        Assert.All(shards, shard => Assert.InRange(shard.MostSummarised, 0, Math.Max(StratumSummary.MostBuckets, strata)));
        Assert.All(shards, shard => Assert.InRange(shard.MostProbed, 0, ProbeRequest.MostBuckets + ProbeRequest.MostCandidates));
        Assert.InRange(outcome.Rounds, 2, strata < 100 ? 4 : 12);
    }

    [Fact]
    public void Next_NothingToCut_IsNull()
    {
        var empty = new SelectionSearch(StratumSummary.Empty, 10, (_, _) => 1, 0);
        Assert.Null(empty.Next());
        Assert.Empty(empty.Thresholds.Cuts);

        var everything = new SelectionSearch(Entry.Set([new(new(1, 2, 3), new("a"))]).Summarise(default), null, (_, _) => 1, 0);
        Assert.Null(everything.Next());
        Assert.True(everything.Thresholds.Cuts.Single().All);
    }

    [Fact]
    public void Accept_RepliesOfAnotherSnapshot_Throws()
    {
        Entry[] entries = [.. Enumerable.Range(0, 10).Select(i => new Entry(new((ulong)i, 0, (UInt128)i), new(null)))];
        var search = new SelectionSearch(Entry.Set(entries).Summarise(default), 5, (_, _) => 1, 0);
        var request = search.Next()!;
        Assert.Throws<InvalidOperationException>(() => search.Accept(Entry.Set(entries[..3]).Probe(request)));
    }

    [Fact]
    public void Thresholds_BeforeTheEnd_Throws()
    {
        Entry[] entries = [.. Enumerable.Range(0, 10).Select(i => new Entry(new((ulong)i, 0, (UInt128)i), new(null)))];
        var search = new SelectionSearch(Entry.Set(entries).Summarise(default), 5, (_, _) => 1, 0);
        Assert.Throws<InvalidOperationException>(() => search.Thresholds);
    }

    static ulong Key(Random random) => BitConverter.DoubleToUInt64Bits(-Math.Log(random.NextDouble() + 1e-12) + 1e-9);

    sealed class Probed(CandidateSet set) : ISelectionShard
    {
        public int Rounds { get; private set; }

        public int MostSummarised { get; private set; }

        public int MostProbed { get; private set; }

        public Task<StratumSummary> SummariseAsync(CancellationToken cancellation)
        {
            var summary = set.Summarise(default);
            MostSummarised = summary.Strata.Sum(stratum => stratum.Buckets.Length);
            return Task.FromResult(summary);
        }

        public Task<ProbeReply> ProbeAsync(ProbeRequest request, CancellationToken cancellation)
        {
            Rounds++;
            var reply = set.Probe(request);
            MostProbed = Math.Max(MostProbed, reply.Split.Sum(part => part.Length) + reply.Collected.Sum(part => part.Length));
            return Task.FromResult(reply);
        }
    }
}
