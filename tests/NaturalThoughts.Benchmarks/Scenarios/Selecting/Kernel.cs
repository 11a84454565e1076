using System.Collections.Immutable;
using NaturalThoughts.Benchmarks.Shapes;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Selection;

namespace NaturalThoughts.Benchmarks.Scenarios.Selecting;

/// <summary>A selection over the shards of a pool in this process: all that shards do, without what lies between them.</summary>
static class Kernel
{
    const int Enough = 8;
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(60);
    static readonly HashSet<UInt128> Nothing = [];

    /// <summary>Selects, every round on all shards at once.</summary>
    public static async Task<ImmutableArray<SelectedTrace>[]> SelectAsync(Recipe recipe, FeatureSnapshot[] shards)
    {
        var compiled = recipe.Compile(Pool.Schema).Value!;
        var percentiles = Percentiles.Of(await HistogramsAsync(compiled.Percentiles, shards)).Value!;
        var opened = await Task.WhenAll(shards.Select(rows =>
            Task.Run(() => ShardSelection.Open(compiled, rows, percentiles, Nothing).Value!)));
        var outcome = await SelectionDriver.SelectAsync(recipe, [.. opened.Select(shard => new Seat(shard))], CancellationToken.None);
        return await Task.WhenAll(opened.Select(shard => Task.Run(() => shard.Take(outcome.Thresholds))));
    }

    /// <summary>Selects until all of it has been compiled for good, which takes .NET some calls and a moment: silos run for days.</summary>
    public static async Task WarmAsync(Recipe recipe, FeatureSnapshot[] shards)
    {
        for (var time = 0; time < Enough; time++)
        {
            await SelectAsync(recipe, shards);
            await Task.Delay(Moment);
        }
    }

    /// <summary>The pool's histograms of columns.</summary>
    public static async Task<IEnumerable<ColumnHistogram>> HistogramsAsync(ImmutableArray<string> columns, FeatureSnapshot[] shards)
    {
        var ordinals = columns.Select(Pool.Schema.Ordinal).ToArray();
        if (ordinals.Length == 0) return [];
        var slices = await Task.WhenAll(shards.Select(rows =>
            Task.Run(() => ordinals.Select(ordinal => ColumnHistogram.Of(rows, ordinal)).ToArray())));
        return ordinals.Select((_, column) => slices.Select(slice => slice[column]).Aggregate((left, right) => left.Merge(right)));
    }

    /// <summary>A shard answers beside the others.</summary>
    public sealed class Seat(ShardSelection shard) : ISelectionShard
    {
        public Task<StratumSummary> SummariseAsync(CancellationToken cancellation) => Task.Run(shard.Summarise, cancellation);

        public Task<ProbeReply> ProbeAsync(ProbeRequest request, CancellationToken cancellation) =>
            Task.Run(() => shard.Probe(request), cancellation);
    }
}
