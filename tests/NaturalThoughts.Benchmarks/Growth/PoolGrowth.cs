using NaturalThoughts.Benchmarks.Measuring;
using NaturalThoughts.Benchmarks.Scenarios.Selecting;
using NaturalThoughts.Benchmarks.Shapes;
using NaturalThoughts.Core.Difficulty;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Recipes;

namespace NaturalThoughts.Benchmarks.Growth;

/// <summary>What is done to columns in memory: selection, ranking, and the memory they take.</summary>
sealed class PoolGrowth : IGrowing
{
    const int Shards = 64;
    const int Times = 5;

    // Selecting grows with the pool, and with what is selected: a thirtieth of it, as 100 k of 2.8 M.
    const int Part = 28;

    /// <inheritdoc/>
    public string Name => "pool";

    /// <inheritdoc/>
    public int Most => int.MaxValue;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<GrowthCost>> CostsAsync(int traces)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var pool = Pool.Of(traces, Shards);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        var costs = new List<GrowthCost> { new("memory of the columns", traces, held, InBytes: true) };
        foreach (var name in (string[])["random", "strategies", "semantics"])
        {
            var recipe = BuiltInRecipes.Find(name)!.Recipe with { Size = traces / Part };
            costs.Add(new($"select `{name}`", traces, await SecondsAsync(() => Kernel.SelectAsync(recipe, pool.Shards))));
        }

        costs.Add(new("rank difficulty", traces, await SecondsAsync(() => RankAsync(pool))));
        GC.KeepAlive(pool);
        return costs;
    }

    static Task<DifficultyHistogram> RankAsync(Pool pool)
    {
        var rule = DifficultyRule.Compile(null, Pool.Schema).Value!;
        return Task.Run(async () =>
        {
            var columns = await Kernel.HistogramsAsync(rule.Percentiles, pool.Shards);
            var percentiles = Percentiles.Of(columns).Value!;
            var shards = await Task.WhenAll(pool.Shards.Select(rows => Task.Run(() => new ShardDifficulty(rule, rows, percentiles))));
            return await DifficultyDriver.RankAsync(shards, CancellationToken.None);
        });
    }

    static async Task<double> SecondsAsync(Func<Task> work)
    {
        var taken = new List<double>();
        for (var time = 0; time <= Times; time++)
        {
            GC.Collect();
            var started = TimeProvider.System.GetTimestamp();
            await work();
            taken.Add(TimeProvider.System.GetElapsedTime(started).TotalSeconds);
        }

        // The first fills caches and has code compiled.
        return Row.Median(taken.Skip(1), seconds => seconds);
    }
}
