using NaturalThoughts.Benchmarks.Measuring;
using NaturalThoughts.Benchmarks.Shapes;
using NaturalThoughts.Core.Recipes;

namespace NaturalThoughts.Benchmarks.Scenarios.Selecting;

/// <summary>A recipe of a user's own, with several terms, a power and a percentile, beside the same in SQL.</summary>
/// <param name="traces">Traces of the pool at scale 1.</param>
/// <param name="size">How many are selected at scale 1.</param>
sealed class ExpressionScenario(int traces = 2_800_000, int size = 100_000) : IScenario
{
    const ulong Seed = 7;
    const int Shards = 64;
    const string Where =
        "complete and reasoning_tokens between 200 and 20000 and verbosity < 8 and (correct or pass_rate >= 0.25)";

    /// <inheritdoc/>
    public string Name => "expression";

    /// <inheritdoc/>
    public string About => "A user's own `where` and `weight` with pow and percentile, beside DuckDB.";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Row>> MeasureAsync(Effort effort)
    {
        var pool = Pool.Of(effort.Of(traces), Shards);
        using var duck = new Duck(pool, Seed);
        var recipe = new Recipe
        {
            Name = "own", Where = Where, Weight = "pow(reasoning_tokens / 1000, 0.75) * percentile(reasoning_density)",
            Seed = Seed, Size = effort.Of(size),
        };
        var statement = Statements.Weighed(
            Where, "pow(reasoning_tokens / 1000, 0.75) * percentile", effort.Of(size));
        await Comparison.RequireAsync(recipe, pool, duck, statement);
        await Kernel.WarmAsync(recipe, pool.Shards);
        var pairs = await Pair.TakeAsync(effort.Pairs,
            () => Kernel.SelectAsync(recipe, pool.Shards).GetAwaiter().GetResult(), () => duck.Run(statement));
        return [Row.OfTimes($"custom `where` and `weight` over {pool.Count:N0} traces", "DuckDB, SQL", pairs, Bar.AtLeast(3))];
    }
}
