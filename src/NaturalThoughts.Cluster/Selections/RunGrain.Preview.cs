using System.Collections.Immutable;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Selections.Reports;

namespace NaturalThoughts.Cluster.Runs;

sealed partial class RunGrain
{
    const int Previewed = 20;

    // What is asked for meanwhile would be answered after whoever asked has gone.
    const int MostWanted = 8;

    // A session has one recipe at a time.
    readonly SemaphoreSlim _previewing = new(1);
    int _wanted;
    PreviewedPool? _previewed;

    /// <inheritdoc/>
    public async Task<Checked<SelectionPreview>> Preview(SelectionSpec selection)
    {
        var started = time.GetTimestamp();
        var preview = await PreviewingAsync(selection, PreviewAsync);
        return preview.Ok ? new(preview.Value with
        {
            Selection = preview.Value.Selection with { Seconds = time.GetElapsedTime(started).TotalSeconds },
        }) : preview;
    }

    /// <inheritdoc/>
    public async Task<Checked<SelectionComparison>> PreviewBeside(SelectionSpec selection, string other)
    {
        var recorded = RecordedSelection.Read(_run!.Folder, other);
        return recorded.Ok
            ? await PreviewingAsync(selection, (pool, recipe, outcome) => BesideAsync(pool, recipe, outcome, other))
            : new(recorded.Problems);
    }

    delegate Task<T> Seen<T>(PreviewedPool pool, Recipe recipe, SelectionOutcome outcome);

    async Task<Checked<T>> PreviewingAsync<T>(SelectionSpec selection, Seen<T> look) where T : class
    {
        var started = time.GetTimestamp();
        var prepared = await PreparedAsync(selection);
        if (!prepared.Ok) return new(prepared.Problems);
        if (_wanted >= MostWanted) return new([TooMany]);
        _wanted++;
        await _previewing.WaitAsync();
        try
        {
            return await SeenAsync();
        }
        catch (SessionLostException) when (_previewed is not null)
        {
            // It was kept for long.
            _previewed = null;
            return await SeenAsync();
        }
        finally
        {
            _previewing.Release();
            _wanted--;
        }

        async Task<Checked<T>> SeenAsync()
        {
            var seen = await SelectedAsync(prepared.Value, await PreviewedAsync(prepared.Value.LooksAtClusters), look);
            if (seen.Ok) SelectionInstruments.Previewed(time.GetElapsedTime(started));
            return seen;
        }
    }

    static async Task<Checked<T>> SelectedAsync<T>(PreparedSelection prepared, Checked<PreviewedPool> kept, Seen<T> look) where T : class
    {
        if (!kept.Ok) return new(kept.Problems);
        var (pool, recipe) = (kept.Value.Session, prepared.Recipe);
        // To make them may take minutes, and would be written down.
        if (prepared.LooksAtClusters && pool.Clusters is { Report: null }) return new([NoClusters(recipe.Recipe.Name)]);
        var outcome = await pool.SelectAsync(recipe, prepared.Excluded.Selections, prepared.Excluded.Ids);
        return outcome.Ok ? new(await look(kept.Value, recipe.Recipe, outcome.Value)) : new(outcome.Problems);
    }

    static async Task<SelectionPreview> PreviewAsync(PreviewedPool pool, Recipe recipe, SelectionOutcome outcome)
    {
        var (selected, examples) = await pool.Session.SketchAsync(outcome.Thresholds, Previewed);
        return new()
        {
            Selection = Report(recipe, pool.Session, outcome),
            Distributions = [.. DistributionPairs.Of(selected, pool.Distributions)],
            Examples =
            [
                .. examples.Select(trace => new PreviewedTrace(
                    trace.Trace, trace.Question, Excerpts.Beginning(trace.Text), trace.Features)),
            ],
        };
    }

    async Task<SelectionComparison> BesideAsync(PreviewedPool pool, Recipe recipe, SelectionOutcome outcome, string other)
    {
        var file = RecordedSelection.FileOf(_run!.Folder, other);
        var (selected, _) = await pool.Session.SketchAsync(outcome.Thresholds, 0);
        var mine = new HashSet<TraceId>();
        await foreach (var trace in pool.Session.TakeAsync(outcome.Thresholds)) mine.Add(trace.Trace);
        return await ComparedAsync(
            new(recipe.Name, mine, selected), new(other, await IdsAsync(file), await pool.Session.DistributionsAsync(file)));
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

    static Problem TooMany { get; } = new(
        "Too many previews of this run are asked for at once.", Expected: $"at most {MostWanted}", Fix: "Ask again in a moment.");

    static Problem NoClusters(string selection) => new(
        "The questions of the pool as it is now are not in clusters yet.", selection,
        Fix: "Select without a preview: that makes them.");

    sealed record PreviewedPool(RunContext Run, PoolSession Session, ImmutableArray<Distribution> Distributions);
}
