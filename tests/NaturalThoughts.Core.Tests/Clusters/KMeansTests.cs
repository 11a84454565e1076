using System.Collections.Immutable;
using CsCheck;
using NaturalThoughts.Core.Clusters;

namespace NaturalThoughts.Core.Tests.Clusters;

public sealed class KMeansTests
{
    [Fact]
    public async Task RunAsync_AnyShardingAndOrder_FindsTheSameClusters() =>
        await Gen.Int[2, 40].SelectMany(dimensions => Gen.Select(
            VectorGen.Entries(dimensions, 1, 120), Gen.Int[1, 12], Gen.ULong, Gen.Int[1, 9], Gen.Int)).SampleAsync(
            async (entries, k, seed, shards, shuffle) =>
            {
                var (together, one) = await ClustersAsync(k, seed, [.. entries]);
                var shuffled = entries.ToArray();
                new Random(shuffle).Shuffle(shuffled);
                var (apart, several) = await ClustersAsync(
                    k, seed, [.. shuffled.GroupBy(entry => entry.Question.Shard(shards)).Select(part => part.ToImmutableArray())]);

                Assert.Equal(one.Centroids.Components, several.Centroids.Components);
                Assert.Equal(one.Rounds, several.Rounds);
                Assert.Equal(together.Inertias, apart.Inertias);
                Assert.Equal(together.Nearest.OrderBy(pair => pair.Key), apart.Nearest.OrderBy(pair => pair.Key));
            }, iter: 200);

    [Fact]
    public async Task RunAsync_FewerDifferentVectorsThanK_EachItsOwn() =>
        await VectorGen.Entries(8, 1, 60).SampleAsync(async entries =>
        {
            var different = entries.Select(entry => string.Join(' ', entry.Vector)).Distinct().Count();
            var (pool, result) = await ClustersAsync(64, 1, [.. entries]);

            Assert.Equal(different, result.Centroids.Count);
            Assert.Equal(0, pool.Inertias[^1]);
        }, iter: 100);

    [Fact]
    public async Task RunAsync_ClearGroups_AreFound()
    {
        var entries = VectorGen.Mixture(600, 16, middles: 6, spread: 0.05, seed: 3);
        var (pool, result) = await ClustersAsync(6, 1, [.. entries]);

        var round = await pool.AssignAsync(result.Centroids, default);
        Assert.Equal(6, result.Centroids.Count);
        Assert.Equal(round.Counts.OrderDescending(), round.Counts);
        // Within a group all is nearer than anything is to another group.
        Assert.All(entries.GroupBy(entry => pool.Nearest[entry.Question]), group => Assert.All(group, entry => Assert.All(
            group, other => Assert.True(Distance(entry, other) < Distance(entry, entries.First(far => pool.Nearest[far.Question] != group.Key))))));
    }

    [Fact]
    public async Task RunAsync_MorePasses_NeverGetWorseButForRounding()
    {
        var (pool, _) = await ClustersAsync(20, 5, [.. VectorGen.Mixture(2000, 32, middles: 40, spread: 0.4, seed: 4)]);

        Assert.True(pool.Inertias.Count > 3);
        Assert.All(pool.Inertias.Zip(pool.Inertias.Skip(1)), pair => Assert.True(pair.Second <= pair.First * 1.0001));
        Assert.True(pool.Inertias[^1] < 0.95 * pool.Inertias[0]);
    }

    [Fact]
    public async Task RunAsync_AnotherSeed_BeginsElsewhere()
    {
        ImmutableArray<LocalVectors.Entry> entries = [.. VectorGen.Mixture(500, 8, middles: 50, spread: 1, seed: 6)];

        var (first, _) = await ClustersAsync(10, 1, entries);
        var (second, _) = await ClustersAsync(10, 2, entries);

        Assert.NotEqual(first.Inertias[0], second.Inertias[0]);
    }

    static async Task<(LocalVectors Pool, KMeansResult Result)> ClustersAsync(
        int k, ulong seed, params ImmutableArray<LocalVectors.Entry>[] parts)
    {
        var pool = new LocalVectors(parts);
        return (pool, await KMeans.RunAsync(pool, parts[0][0].Vector.Length, k, seed, default));
    }

    static long Distance(LocalVectors.Entry one, LocalVectors.Entry other) =>
        one.Vector.Zip(other.Vector, (left, right) => (long)(left - right) * (left - right)).Sum();
}
