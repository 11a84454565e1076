using System.Collections.Immutable;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Selections.Reports;

namespace NaturalThoughts.Cluster.Runs;

sealed partial class RunGrain
{
    const int Previewed = 20;

    // A session has one recipe at a time.
    readonly SemaphoreSlim _previewing = new(1);
    PreviewedPool? _previewed;

    /// <inheritdoc/>
    public async Task<Checked<SelectionPreview>> Preview(SelectionSpec selection)
    {
        var started = time.GetTimestamp();
        var prepared = await PreparedAsync(selection);
        if (!prepared.Ok) return new(prepared.Problems);
        await _previewing.WaitAsync();
        try
        {
            var preview = await PreviewAsync(prepared.Value);
            return preview.Ok ? new(preview.Value with
            {
                Selection = preview.Value.Selection with { Seconds = time.GetElapsedTime(started).TotalSeconds },
            }) : preview;
        }
        finally
        {
            _previewing.Release();
        }
    }

    async Task<Checked<SelectionPreview>> PreviewAsync(PreparedSelection prepared)
    {
        try
        {
            return await PreviewAsync(prepared, await PreviewedAsync(prepared.LooksAtClusters));
        }
        catch (SessionLostException) when (_previewed is not null)
        {
            // It was kept for long.
            _previewed = null;
            return await PreviewAsync(prepared, await PreviewedAsync(prepared.LooksAtClusters));
        }
    }

    static async Task<Checked<SelectionPreview>> PreviewAsync(PreparedSelection prepared, Checked<PreviewedPool> kept)
    {
        if (!kept.Ok) return new(kept.Problems);
        var (pool, recipe) = (kept.Value.Session, prepared.Recipe);
        // To make them may take minutes, and would be written down.
        if (prepared.LooksAtClusters && pool.Clusters is { Report: null }) return new([NoClusters(recipe.Recipe.Name)]);
        var outcome = await pool.SelectAsync(recipe, prepared.Excluded.Selections, prepared.Excluded.Ids);
        if (!outcome.Ok) return new(outcome.Problems);
        var (selected, examples) = await pool.SketchAsync(outcome.Value.Thresholds, Previewed);
        return new(new SelectionPreview
        {
            Selection = Report(recipe.Recipe, pool, outcome.Value),
            Distributions = [.. DistributionPairs.Of(selected, kept.Value.Distributions)],
            Examples =
            [
                .. examples.Select(trace => new PreviewedTrace(
                    trace.Trace, trace.Question, Excerpts.Beginning(trace.Text), trace.Features)),
            ],
        });
    }

    // To rank a pool and to count its columns takes longer than to select from it: kept while the pool stays the same.
    async Task<Checked<PreviewedPool>> PreviewedAsync(bool clusters)
    {
        var run = _run!;
        var slices = await Task.WhenAll(Shards.Select(shard => shard.Pool()));
        if (_previewed is { } kept)
        {
            if (kept.Run == run && kept.Session.Pool == slices.Aggregate((left, right) => left + right)
                && !(clusters && kept.Session.Clusters is { Report: null })) return new(kept);
            _previewed = null;
            await kept.Session.DisposeAsync();
        }

        var opened = await PoolSession.OpenAsync(GrainFactory, run);
        if (!opened.Ok) return new(opened.Problems);
        return new(_previewed = new PreviewedPool(run, opened.Value, await opened.Value.DistributionsAsync()));
    }

    static Problem NoClusters(string selection) => new(
        "The questions of the pool as it is now are not in clusters yet.", selection,
        Fix: "Select without a preview: that makes them.");

    sealed record PreviewedPool(RunContext Run, PoolSession Session, ImmutableArray<Distribution> Distributions);
}
