using NaturalThoughts.Benchmarks.Measuring;
using NaturalThoughts.Benchmarks.Shapes;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Benchmarks.Scenarios.Selecting;

/// <summary>Recipes through the grains, from request to recorded selection, beside the kernel over the same pool.</summary>
/// <param name="traces">Traces of the pool at scale 1.</param>
/// <param name="size">How many are selected at scale 1.</param>
sealed class GrainScenario(int traces = 2_800_000, int size = 100_000) : IScenario
{
    const int Shards = 64;
    static readonly string[] Recipes = ["random", "long", "topics"];

    /// <inheritdoc/>
    public string Name => "grains";

    /// <inheritdoc/>
    public string About => "Selections through the grains of one silo with 64 shards, until they are recorded, beside our own kernel.";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Row>> MeasureAsync(Effort effort)
    {
        var pool = Pool.Of(effort.Of(traces), Shards);
        await using var run = await PoolRun.StartAsync(pool.Questions, Shards);
        var rows = new List<Row>();
        foreach (var name in Recipes)
        {
            var recipe = BuiltInRecipes.Find(name)!.Recipe with { Size = effort.Of(size) };
            await Kernel.WarmAsync(recipe, pool.Shards);
            var seed = 0UL;
            // The first requests compile what the others run.
            for (var time = 0; time < 3; time++) await RecordAsync(run, recipe, seed++);
            var pairs = await Pair.TakeAsync(effort.Pairs,
                () => RecordAsync(run, recipe, seed++),
                async () =>
                {
                    GC.Collect();
                    var started = TimeProvider.System.GetTimestamp();
                    var selected = await Kernel.SelectAsync(recipe with { Seed = seed }, pool.Shards);
                    var took = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
                    return selected.Sum(shard => shard.Length) == recipe.Size ? took : throw new InvalidOperationException("Too few.");
                });
            rows.Add(Row.OfTimes(
                $"`{name}` through the grains, {pool.Count:N0} traces", "our kernel", pairs, new("≤ 2 times + 50 ms", 0.5, 0.05)));
        }

        return rows;
    }

    // The grain's own clock: from the request until the selection is recorded. The report that is written after it is not in it.
    static async Task<double> RecordAsync(PoolRun run, Recipe recipe, ulong seed)
    {
        GC.Collect();
        var spec = new SelectionSpec { Name = $"{recipe.Name}-{seed}", Recipe = recipe.Name, Size = recipe.Size, Seed = seed };
        var made = await run.Grain.Select(spec, replace: false);
        if (!made.Ok || made.Value.Taken != recipe.Size) throw new InvalidOperationException($"{made.Problems.FirstOrDefault()}");
        return made.Value.Seconds;
    }
}
