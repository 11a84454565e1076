using NaturalThoughts.Benchmarks.Shapes;
using NaturalThoughts.Core.Recipes;

namespace NaturalThoughts.Benchmarks.Scenarios.Selecting;

/// <summary>Sees that both select the same, before anything is measured.</summary>
static class Comparison
{
    // Shares are even, so which strata get the places that are left over is decided by lot; ours draws otherwise than DuckDB.
    const int LeftOver = 1000;

    /// <summary>Requires the same number of traces, and the same traces: all of them, but for those at which only one of many equal
    /// places is meant.</summary>
    public static async Task RequireAsync(Recipe recipe, Pool pool, Duck duck, string statement)
    {
        var ours = (await Kernel.SelectAsync(recipe, pool.Shards)).SelectMany(shard => shard).ToList();
        duck.Run(statement);
        var theirs = duck.Read<long>("SELECT trace FROM picked").ToHashSet();
        var common = ours.Count(trace => theirs.Contains((long)(trace.Trace.Value >> 64)));
        if (ours.Count != theirs.Count || common < ours.Count - Allowed(recipe, ours.Count))
            throw new InvalidOperationException($"{recipe.Name}: {ours.Count} traces of ours, {theirs.Count} of DuckDB, {common} of both.");
        Console.Error.WriteLine($"{recipe.Name}: {ours.Count} traces, {common} the same");
    }

    // Ranks are equal often, and then DuckDB was not asked to go on by chance.
    static int Allowed(Recipe recipe, int count) =>
        recipe.Stratify is not null ? LeftOver : recipe.Name == "shortest-correct" ? count / 100 : 0;
}
