using System.Collections.Immutable;
using NaturalThoughts.Cluster.Browsing;
using NaturalThoughts.Cluster.Clusters;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Difficulty;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Core.Sharding;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Selections.Reports;

namespace NaturalThoughts.Cluster.Selections;

/// <summary>One snapshot of a whole pool, over all shards: what is read through it belongs together.</summary>
sealed class PoolSession : IAsyncDisposable
{
    // A page of selected traces stays well below what a message may hold.
    const int PageTraces = 8192;

    const int ShardsAhead = 8;

    readonly Guid _id = Guid.NewGuid();
    readonly RunContext _run;
    readonly ImmutableArray<ISelectionShardGrain> _shards;

    PoolSession(IGrainFactory grains, RunContext run)
    {
        _run = run;
        _shards = [.. Enumerable.Range(0, run.Spec.Shards).Select(shard => grains.Shard(run.Name, shard))];
    }

    /// <summary>What the snapshot holds.</summary>
    public PoolDigest Pool { get; private set; }

    /// <summary>The clusters of its questions, nameless where the column is empty; null where the spec asks for none.</summary>
    public SessionClusters? Clusters { get; private set; }

    /// <summary>Questions of the snapshot that have a difficulty.</summary>
    public long Ranked { get; private set; }

    /// <summary>Takes a snapshot whose column <c>cluster</c> holds the clusters of the questions in it, and <c>difficulty</c> their
    /// ranks.</summary>
    /// <param name="grains">Where the shards are found.</param>
    /// <param name="run">The run.</param>
    /// <param name="clusters">Whether clusters are needed: then they are made. Otherwise the column holds those that were made of the same
    /// questions before, if any; to make them may take minutes.</param>
    /// <param name="ranks">Whether ranks are needed: to make them looks at every question of the pool several times.</param>
    /// <param name="cancellation">Gives up between two passes over the vectors.</param>
    public static async Task<Checked<PoolSession>> OpenAsync(
        IGrainFactory grains, RunContext run, bool clusters = false, bool ranks = true, CancellationToken cancellation = default)
    {
        var session = new PoolSession(grains, run);
        var opened = false;
        try
        {
            var slices = await session.AllAsync(shard => shard.OpenSession(session._id));
            session.Pool = slices.Aggregate((left, right) => left + right);
            var problems = await session.ClusterAsync(clusters || run.RanksByCluster, cancellation);
            if (problems.IsEmpty && ranks) problems = await session.RankAsync();
            opened = problems.IsEmpty;
            return opened ? new(session) : new(problems);
        }
        finally
        {
            if (!opened) await session.DisposeAsync();
        }
    }

    /// <summary>The pool's histograms of columns, or which of them have too many values.</summary>
    public async Task<Checked<ColumnHistogramSet>> HistogramsAsync(ImmutableArray<string> columns)
    {
        if (columns.IsEmpty) return new(new ColumnHistogramSet([]));
        var merged = await MergeReplies.AsTheyComeAsync<ImmutableArray<ColumnHistogram>>(
            _shards.Select(shard => shard.Histograms(_id, columns)),
            (left, right) => [.. left.Zip(right, (one, other) => one.Merge(other))]);
        var percentiles = Percentiles.Of(merged);
        return percentiles.Ok ? new(new ColumnHistogramSet(merged)) : new(percentiles.Problems);
    }

    /// <summary>Opens a recipe on every shard and finds its cuts.</summary>
    public async Task<Checked<SelectionOutcome>> SelectAsync(
        CompiledRecipe recipe, ImmutableArray<string> selections, ImmutableArray<string> ids)
    {
        var opened = await OpenAsync(recipe, selections, ids);
        return opened.Ok
            ? new(await SelectionDriver.SelectAsync(recipe.Recipe, opened.Value, CancellationToken.None))
            : new(opened.Problems);
    }

    /// <summary>Opens a recipe on every shard.</summary>
    public async Task<Checked<IReadOnlyList<ISelectionShard>>> OpenAsync(
        CompiledRecipe recipe, ImmutableArray<string> selections, ImmutableArray<string> ids)
    {
        var pool = await HistogramsAsync(recipe.Percentiles);
        if (!pool.Ok) return new(pool.Problems);
        var order = new RecipeOrder(recipe.Recipe, pool.Value.Columns, selections, ids);
        var summaries = await AllAsync(shard => shard.Summarise(_id, order));
        return summaries.SelectMany(summary => summary.Problems).Distinct().ToList() is { Count: > 0 } problems
            ? new(problems)
            : new([.. _shards.Zip(summaries, (shard, summary) => (ISelectionShard)new ShardSeat(shard, _id, summary.Value!))]);
    }

    /// <summary>What the cuts let in, in id order.</summary>
    public async IAsyncEnumerable<SelectedTrace> TakeAsync(Thresholds thresholds)
    {
        // First pages are asked for ahead, so that shards put their traces in order while others' are written.
        var ahead = new Queue<Task<ImmutableArray<SelectedTrace>>>(_shards.Take(ShardsAhead).Select(First));
        foreach (var (number, shard) in _shards.Index())
        {
            var page = await ahead.Dequeue();
            if (number + ShardsAhead < _shards.Length) ahead.Enqueue(First(_shards[number + ShardsAhead]));
            for (var skip = 0; ;)
            {
                foreach (var trace in page) yield return trace;
                skip += page.Length;
                if (page.Length < PageTraces) break;
                page = await shard.Take(_id, thresholds, skip, PageTraces);
            }
        }

        Task<ImmutableArray<SelectedTrace>> First(ISelectionShardGrain shard) => shard.Take(_id, thresholds, 0, PageTraces);
    }

    /// <summary>How what the cuts let in is spread, and its traces with the lowest ids, in their order.</summary>
    public async Task<(ImmutableArray<Distribution> Distributions, ImmutableArray<TraceExcerpt> Lowest)> SketchAsync(
        Thresholds thresholds, int most)
    {
        var sketches = await AllAsync(shard => shard.Sketch(_id, thresholds, most));
        var lowest = sketches.SelectMany(sketch => sketch.Lowest).OrderBy(trace => trace.Trace).Take(most);
        return (Distribution.Merge(sketches.Select(sketch => sketch.Distributions)),
            await ExcerptsAsync(lowest.ToLookup(trace => trace.Question, trace => trace.Trace)));
    }

    /// <summary>Why a trace is let in or not; null where no shard has it.</summary>
    public async Task<Explanation?> ExplainAsync(TraceId trace, Thresholds thresholds) =>
        (await AllAsync(shard => shard.Explain(_id, trace, thresholds))).FirstOrDefault(explanation => explanation is not null);

    /// <summary>The columns of a trace that a shard explained.</summary>
    public Task<ImmutableSortedDictionary<string, FeatureValue>> FeaturesAsync(Explanation explained) =>
        _shards[explained.Question.Shard(_shards.Length)].Features(_id, explained.Trace);

    /// <summary>The hardest and easiest questions, hardest first.</summary>
    public async Task<ImmutableArray<QuestionRank>> ExtremesAsync(int most)
    {
        var ranks = await AllAsync(shard => shard.Extremes(_id, most));
        return [.. ranks.SelectMany(each => each).OrderByDescending(rank => rank.Difficulty).ThenBy(rank => rank.Question)];
    }

    /// <summary>The hardest questions behind a place, the hardest first.</summary>
    public async Task<List<QuestionRank>> RankedAsync(RankPlace? after, int most)
    {
        var ranks = await AllAsync(shard => shard.Ranked(_id, after, most));
        return [.. ranks.SelectMany(each => each).OrderBy(rank => new RankPlace(rank.Difficulty, rank.Question)).Take(most)];
    }

    /// <summary>Distributions of columns over the pool; one that no trace knows is left out.</summary>
    public async Task<ImmutableArray<Distribution>> DistributionsAsync(ImmutableArray<string> columns) =>
        Distribution.Merge(await AllAsync(shard => shard.ColumnDistributions(_id, columns)));

    /// <summary>Distributions over the pool.</summary>
    public async Task<ImmutableArray<Distribution>> DistributionsAsync() =>
        Distribution.Merge(await AllAsync(shard => shard.PoolDistributions(_id)));

    /// <summary>Distributions over a recorded selection.</summary>
    public async Task<ImmutableArray<Distribution>> DistributionsAsync(string selectionFile) =>
        Distribution.Merge(await AllAsync(shard => shard.SelectionDistributions(_id, selectionFile)));

    /// <summary>Which strategies traces of the pool show, or of a recorded selection: those with the lowest ids.</summary>
    public async Task<StrategySample> StrategiesAsync(string? selectionFile)
    {
        var lowest = await AllAsync(shard => shard.LowestTraces(_id, selectionFile, StrategySample.Most));
        var sample = lowest.SelectMany(traces => traces).Order().Take(StrategySample.Most).ToList();
        return sample.Count == 0
            ? StrategySample.Merge([])
            : StrategySample.Merge(await AllAsync(shard => shard.Strategies(_id, selectionFile, sample[^1])));
    }

    /// <summary>Traces to show, in id order; those that are not in the pool are left out.</summary>
    public async Task<ImmutableArray<TraceExcerpt>> ExcerptsAsync(ILookup<QuestionId, TraceId> traces)
    {
        var excerpts = await Task.WhenAll(traces.GroupBy(question => question.Key.Shard(_shards.Length), question => question)
            .Select(shard => _shards[shard.Key].Excerpts(_id, [.. shard.SelectMany(question => question)])));
        return [.. excerpts.SelectMany(shard => shard).OrderBy(excerpt => excerpt.Trace)];
    }

    /// <summary>Has every shard write its part of a dataset.</summary>
    public Task<Checked<PartSummary>[]> WriteAsync(PartOrder order) => AllAsync(shard => shard.WritePart(_id, order));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_shards.Select(shard => shard.CloseSession(_id)));

    async Task<ImmutableArray<Problem>> ClusterAsync(bool make, CancellationToken cancellation)
    {
        if (_run.Clusters is not { } stage) return [];
        var clustered = await stage.MaterialiseAsync(_id, _shards, make, cancellation);
        Clusters = clustered.Value;
        return clustered.Problems;
    }

    /// <summary>Ranks the questions, where the session was opened without; what a recipe opened before is lost.</summary>
    /// <returns>Why they have no ranks; nothing where they have.</returns>
    public async Task<ImmutableArray<Problem>> RankAsync()
    {
        var rule = DifficultyRule.Compile(_run.Spec.Difficulty, _run.Schema);
        if (!rule.Ok) return rule.Problems;
        var pool = await HistogramsAsync(rule.Value.Percentiles);
        if (!pool.Ok) return pool.Problems;
        var rankings = _shards.Select(shard => new ShardRanking(shard, _id, pool.Value.Columns));
        var ranked = await DifficultyDriver.RankAsync([.. rankings], CancellationToken.None);
        await Task.WhenAll(_shards.Select(shard => shard.SetDifficulty(_id, ranked)));
        Ranked = ranked.Range.Questions;
        return [];
    }

    Task<T[]> AllAsync<T>(Func<ISelectionShardGrain, Task<T>> ask) => Task.WhenAll(_shards.Select(ask));

    /// <summary>A shard as the selection's protocol sees it; its first answer came with its opening.</summary>
    sealed class ShardSeat(ISelectionShardGrain shard, Guid session, StratumSummary summary) : ISelectionShard
    {
        public Task<StratumSummary> SummariseAsync(CancellationToken cancellation) => Task.FromResult(summary);

        public Task<ProbeReply> ProbeAsync(ProbeRequest request, CancellationToken cancellation) => shard.Probe(session, request);
    }

    /// <summary>A shard as the ranking's protocol sees it.</summary>
    sealed class ShardRanking(ISelectionShardGrain shard, Guid session, ImmutableArray<ColumnHistogram> pool) : IDifficultyShard
    {
        public Task<DifficultyRange> RangeAsync(CancellationToken cancellation) => shard.DifficultyRange(session, pool);

        public Task<DifficultyHistogram> CountAsync(DifficultyRange range, CancellationToken cancellation) =>
            shard.DifficultyCount(session, range);
    }
}

/// <summary>The pool's histograms of some columns.</summary>
/// <param name="Columns">One each.</param>
sealed record ColumnHistogramSet(ImmutableArray<ColumnHistogram> Columns);
