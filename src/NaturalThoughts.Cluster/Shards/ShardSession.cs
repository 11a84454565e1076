using System.Collections.Immutable;
using NaturalThoughts.Cluster.Browsing;
using NaturalThoughts.Cluster.Clusters;
using NaturalThoughts.Core.Difficulty;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Selections;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>One coordinator's work on one snapshot of a shard's columns.</summary>
sealed class ShardSession(FeatureSnapshot rows)
{
    ShardDifficulty? _difficulty;
    ShardSelection? _selection;
    ImmutableArray<SelectedTrace> _taken;
    // One reference, because calls run beside each other.
    ChosenTraces? _chosen;

    /// <summary>The snapshot.</summary>
    public FeatureSnapshot Rows => rows;

    /// <summary>Its part in making clusters, where they are made.</summary>
    public ShardClustering? Clustering { get; set; }

    /// <summary>The recipe's part of it, once opened.</summary>
    public ShardSelection Selection => _selection ?? throw new InvalidOperationException("The session has no recipe yet.");

    /// <summary>The ranking's part of it, once opened.</summary>
    public ShardDifficulty Difficulty => _difficulty ?? throw new InvalidOperationException("The session has no ranking yet.");

    /// <summary>Histograms of columns.</summary>
    public ImmutableArray<ColumnHistogram> Histograms(ImmutableArray<string> columns) =>
        [.. columns.Select(column => ColumnHistogram.Of(rows, rows.Schema.Ordinal(column)))];

    /// <summary>Opens the ranking.</summary>
    public ShardDifficulty Rank(string? rule, ImmutableArray<ColumnHistogram> pool) =>
        _difficulty = new(DifficultyRule.Compile(rule, rows.Schema).Value!, rows, Percentiles.Of(pool).Value!);

    /// <summary>The session with the ranks as its column <c>difficulty</c>: of these rows, whatever was sealed since.</summary>
    public ShardSession Ranked(DifficultyHistogram pool)
    {
        var ranks = new double[rows.Count];
        Array.Fill(ranks, double.NaN);
        foreach (var question in Difficulty.Ranked(pool))
            foreach (var row in question.Rows) ranks[row] = question.Value ?? double.NaN;
        return new(rows.With(rows.Schema.Ordinal("difficulty"), ranks));
    }

    /// <summary>Opens a recipe.</summary>
    /// <param name="order">The recipe.</param>
    /// <param name="isMine">Which questions are the shard's: of an excluded selection no others are held.</param>
    public Checked<StratumSummary> Open(RecipeOrder order, Func<QuestionId, bool> isMine)
    {
        var recipe = order.Recipe.Compile(rows.Schema);
        if (!recipe.Ok) return new(recipe.Problems);
        var percentiles = Percentiles.Of(order.Pool);
        if (!percentiles.Ok) return new(percentiles.Problems);
        var opened = ShardSelection.Open(recipe.Value, rows, percentiles.Value, Excluded(order, isMine));
        if (!opened.Ok) return new(opened.Problems);
        _selection = opened.Value;
        return new(_selection.Summarise());
    }

    /// <summary>A page of what the cuts let in, which is found once for the pages that follow the first.</summary>
    public ImmutableArray<SelectedTrace> Take(Thresholds thresholds, int skip, int most)
    {
        if (skip == 0 || _taken.IsDefault) _taken = Selection.Take(thresholds);
        var page = _taken[Math.Min(skip, _taken.Length)..Math.Min(skip + most, _taken.Length)];
        if (page.Length < most) _taken = default;
        return page;
    }

    /// <summary>What the cuts let in, told without naming all of it.</summary>
    public ShardSketch Sketch(Thresholds thresholds, int most)
    {
        var taken = Selection.Take(thresholds);
        var isTaken = new bool[rows.Count];
        foreach (var trace in taken) isTaken[trace.Row] = true;
        var counter = new DistributionCounter(rows.Schema);
        counter.Add(rows, row => isTaken[row]);
        return new(counter.Result(), [.. taken.OrderBy(trace => trace.Trace).Take(most)]);
    }

    /// <summary>The hardest and easiest questions of the snapshot.</summary>
    public ImmutableArray<QuestionRank> Extremes(int most)
    {
        var ranked = ByRank().ToList();
        return [.. ranked.Take(most).Concat(ranked.TakeLast(most)).DistinctBy(row => row.Place.Question).Select(RankOf)];
    }

    /// <summary>The hardest questions of the snapshot behind a place.</summary>
    public ImmutableArray<QuestionRank> Ranked(RankPlace? after, int most) =>
        [.. ByRank().SkipWhile(row => after is { } last && row.Place.CompareTo(last) <= 0).Take(most).Select(RankOf)];

    // Each question once, by its first row.
    IEnumerable<(int Row, RankPlace Place)> ByRank()
    {
        var ordinal = rows.Schema.Ordinal("difficulty");
        return Enumerable.Range(0, rows.Count).Where(rows.Visible)
            .Select(row => (Row: row, Question: rows.Question(row), Rank: rows.Value(row, ordinal)))
            .Where(row => !row.Rank.IsNull)
            .DistinctBy(row => row.Question)
            .Select(row => (row.Row, Place: new RankPlace(row.Rank.Number, row.Question)))
            .OrderBy(row => row.Place);
    }

    QuestionRank RankOf((int Row, RankPlace Place) ranked) =>
        new(ranked.Place.Question, ranked.Place.Difficulty, Features(ranked.Row));

    /// <summary>The traces of a recorded selection in it, which are read once for the calls that follow each other.</summary>
    public IReadOnlySet<TraceId> Chosen(string selectionFile, Func<IEnumerable<TraceId>> read)
    {
        if (_chosen is { } chosen && chosen.File == selectionFile) return chosen.Traces;
        var traces = read().ToHashSet();
        _chosen = new(selectionFile, traces);
        return traces;
    }

    /// <summary>The columns of a trace that have a value.</summary>
    public ImmutableSortedDictionary<string, FeatureValue> Features(TraceId trace) =>
        Features(Enumerable.Range(0, rows.Count).Last(row => rows.Trace(row) == trace));

    ImmutableSortedDictionary<string, FeatureValue> Features(int row) => rows.Schema.Columns
        .Select((column, ordinal) => KeyValuePair.Create(column.Name, rows.Value(row, ordinal)))
        .Where(pair => !pair.Value.IsNull)
        .ToImmutableSortedDictionary(StringComparer.Ordinal);

    static HashSet<UInt128> Excluded(RecipeOrder order, Func<QuestionId, bool> isMine)
    {
        var excluded = new HashSet<UInt128>();
        foreach (var file in order.ExcludedSelections)
            excluded.UnionWith(SelectionFile.ReadIds(file).Where(row => isMine(row.Question)).Select(row => row.Trace.Value));
        foreach (var file in order.ExcludedIds)
            foreach (var line in File.ReadLines(file))
                if (Digest.TryParse(line.Trim(), out var id)) excluded.Add(id.Value);
        return excluded;
    }

    sealed record ChosenTraces(string File, HashSet<TraceId> Traces);
}
