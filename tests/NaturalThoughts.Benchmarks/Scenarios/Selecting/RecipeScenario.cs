using NaturalThoughts.Benchmarks.Measuring;
using NaturalThoughts.Benchmarks.Shapes;
using NaturalThoughts.Core.Recipes;

namespace NaturalThoughts.Benchmarks.Scenarios.Selecting;

/// <summary>Each built-in recipe, beside the same in SQL.</summary>
/// <param name="traces">Traces of the pool at scale 1.</param>
/// <param name="size">How many are selected at scale 1.</param>
sealed class RecipeScenario(int traces = 2_800_000, int size = 100_000) : IScenario
{
    const ulong Seed = 7;
    const int Shards = 64;

    /// <inheritdoc/>
    public string Name => "recipes";

    /// <inheritdoc/>
    public string About => "Each built-in recipe over 2.8 M traces, beside DuckDB doing the same on a table in memory.";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Row>> MeasureAsync(Effort effort)
    {
        var pool = Pool.Of(effort.Of(traces), Shards);
        using var duck = new Duck(pool, Seed);
        var rows = new List<Row>();
        foreach (var recipe in BuiltInRecipes.All.Select(recipe => recipe.Recipe with { Seed = Seed, Size = effort.Of(size) }))
        {
            var statement = Statements.Of(recipe.Name, effort.Of(size));
            await Comparison.RequireAsync(recipe, pool, duck, statement);
            await Kernel.WarmAsync(recipe, pool.Shards);
            var pairs = await Pair.TakeAsync(effort.Pairs,
                () => Kernel.SelectAsync(recipe, pool.Shards).GetAwaiter().GetResult(), () => duck.Run(statement));
            rows.Add(Row.OfTimes($"`{recipe.Name}` over {pool.Count:N0} traces", "DuckDB, SQL", pairs, Bar.AtLeast(5)));
        }

        return rows;
    }
}
