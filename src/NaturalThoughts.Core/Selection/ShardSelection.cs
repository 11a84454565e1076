using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Numerics;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;

namespace NaturalThoughts.Core.Selection;

/// <summary>One shard's part of a selection over a snapshot: its candidates, and then what the cuts let in.</summary>
/// <remarks>Immutable once opened; safe for concurrent calls. A question's traces must all be in the same shard, as <see
/// cref="QuestionId.Shard"/> puts them.</remarks>
public sealed class ShardSelection : ISelectionShard
{
    readonly CompiledRecipe _recipe;
    readonly FeatureSnapshot _rows;
    readonly Percentiles _percentiles;
    readonly IReadOnlySet<UInt128> _excluded;
    readonly CandidateSet _candidates;
    readonly double[] _weights;

    ShardSelection(CompiledRecipe recipe, FeatureSnapshot rows, Percentiles percentiles, IReadOnlySet<UInt128> excluded)
    {
        (_recipe, _rows, _percentiles, _excluded) = (recipe, rows, percentiles, excluded);
        var strata = StratumCodes.Of(rows, recipe.StratumOrdinal);
        using var judge = new BlockJudge(recipe, rows, percentiles, excluded);
        using var columns = new CandidateColumns(recipe, rows);
        for (var block = 0; block * FeatureTable.BlockRows < rows.Count; block++)
        {
            judge.Judge(block);
            columns.Add(judge, block, strata.Read(block));
        }

        columns.Cap();
        Omitted = judge.Omitted with { OverCap = columns.OverCap };
        if (recipe is { Sampled: true, Recipe.ByQuestion: true }) Omitted = columns.Draw(Omitted);
        (_candidates, _weights) = columns.Freeze(strata);
    }

    /// <summary>What this shard left out, by reason.</summary>
    public Omissions Omitted { get; }

    /// <summary>Judges every row of a snapshot.</summary>
    /// <param name="recipe">The recipe, compiled for the snapshot's schema.</param>
    /// <param name="rows">The snapshot.</param>
    /// <param name="percentiles">The pool's histograms of the columns in <see cref="CompiledRecipe.Percentiles"/>.</param>
    /// <param name="excluded">Ids of traces and of questions that are left out.</param>
    /// <returns>The selection; problems where a text column that the recipe names has too many different texts to be a feature.</returns>
    public static Checked<ShardSelection> Open(
        CompiledRecipe recipe, FeatureSnapshot rows, Percentiles percentiles, IReadOnlySet<UInt128> excluded)
    {
        var problems = recipe.Columns
            .Where(rows.Overflowed)
            .Select(ordinal => new Problem(
                $"Column `{rows.Schema.Columns[ordinal].Name}` has more than 65,535 different texts in one shard, too many for a recipe.",
                recipe.Recipe.Name,
                Fix: "Take the column out of the recipe, or give its source fewer different labels."))
            .ToArray();
        return problems.Length > 0 ? new(problems) : new(new ShardSelection(recipe, rows, percentiles, excluded));
    }

    /// <summary>The first round.</summary>
    public StratumSummary Summarise() => _candidates.Summarise(Omitted);

    /// <summary>A later round.</summary>
    public ProbeReply Probe(ProbeRequest request) => _candidates.Probe(request);

    /// <summary>This shard's part of the selection, ordered by question and trace.</summary>
    public ImmutableArray<SelectedTrace> Take(Thresholds thresholds)
    {
        var admitted = _candidates.Admitted(thresholds);
        // Read in the order in which they lie, put in order after: ids are far from the CPU, and in a row they come ahead of being asked.
        var (found, places, starts) = (new SelectedTrace[admitted.Length], new int[admitted.Length], new ulong[admitted.Length]);
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = Selected(admitted[i]);
            (places[i], starts[i]) = (i, (ulong)(found[i].Question.Value >> 64));
        }

        // Sorting numbers costs a fraction of sorting rows: the first bits of the question decide but between traces of one question.
        SpreadSort.Sort(starts, places);
        var taken = new SelectedTrace[found.Length];
        for (var i = 0; i < taken.Length; i++) taken[i] = found[places[i]];
        for (var first = 0; first < taken.Length;)
        {
            var next = first + 1;
            while (next < taken.Length && starts[next] == starts[first]) next++;
            if (next - first > 1) taken.AsSpan(first, next - first).Sort(ByIds);
            first = next;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(taken);
    }

    static int ByIds(SelectedTrace one, SelectedTrace other) =>
        one.Question == other.Question ? one.Trace.CompareTo(other.Trace) : one.Question.CompareTo(other.Question);

    /// <summary>Why a trace is selected or not; null where it is not in this shard.</summary>
    public Explanation? Explain(TraceId trace, Thresholds thresholds)
    {
        // Of a trace's rows the visible one counts; hidden ones are what an earlier seal left.
        var rows = Enumerable.Range(0, _rows.Count).Where(row => _rows.Trace(row) == trace).ToArray();
        if (rows.Length == 0) return null;
        var row = rows.LastOrDefault(_rows.Visible, rows[^1]);

        var judge = Judge(capacity: 1);
        judge.Judge(row, 1);
        var key = KeyOf(row, judge);
        int? position = judge.Verdict(0) == Verdict.Candidate ? Position(row, key) : null;
        var verdict = position <= _recipe.Recipe.PerQuestion && !_recipe.Takes(judge.Key(0)) ? Verdict.NotDrawn : judge.Verdict(0);
        var candidate = verdict == Verdict.Candidate;
        var strata = StratumCodes.Of(_rows, _recipe.StratumOrdinal);
        var codes = strata.Read(row / FeatureTable.BlockRows);
        var stratum = strata.Names[codes.IsEmpty ? 0 : codes[row % FeatureTable.BlockRows]];
        var explanation = new Explanation
        {
            Trace = trace,
            Question = _rows.Question(row),
            Verdict = verdict,
            Where = judge.Where(0),
            Weight = double.IsNaN(judge.Order(0)) ? null : judge.Order(0),
            Hash = judge.Hash(0),
            Key = candidate ? judge.Key(0) : null,
            Stratum = _recipe.StratumOrdinal < 0 ? null : stratum,
            Position = position,
            Cut = candidate ? thresholds.Of(stratum) : null,
            Selected = false,
            Why = "",
        };
        var selected = candidate && position <= _recipe.Recipe.PerQuestion && explanation.Cut is { } cut && cut.Admits(key);
        explanation = explanation with { Selected = selected };
        return explanation with { Why = Reason.Of(explanation, _recipe.Recipe) };
    }

    /// <inheritdoc/>
    Task<StratumSummary> ISelectionShard.SummariseAsync(CancellationToken cancellation) => Task.FromResult(Summarise());

    /// <inheritdoc/>
    Task<ProbeReply> ISelectionShard.ProbeAsync(ProbeRequest request, CancellationToken cancellation) => Task.FromResult(Probe(request));

    RowJudge Judge(int capacity) => new(_recipe, _rows, _percentiles, _excluded, capacity);

    SelectedTrace Selected(int candidate)
    {
        var row = _candidates.Row(candidate);
        var key = KeyBits.Value(_candidates.SortableKey(candidate));
        var weight = _recipe.Ranked ? 0 - key : _weights.Length == 0 ? 1 : _weights[candidate];
        return new(_rows.Trace(row), _rows.Question(row), row, key, weight, _candidates.StratumOf(candidate));
    }

    SelectionKey KeyOf(int row, RowJudge judged) => new(KeyBits.Sortable(judged.Key(0)), ~judged.Hash(0), _rows.Trace(row).Value);

    int Position(int row, SelectionKey key)
    {
        var (question, position) = (_rows.Question(row), 1);
        var judge = Judge(capacity: 1);
        for (var other = 0; other < _rows.Count; other++)
        {
            if (other == row || _rows.Question(other) != question) continue;
            judge.Judge(other, 1);
            if (judge.Verdict(0) == Verdict.Candidate && Before(KeyOf(other, judge), key)) position++;
        }

        return position;

        bool Before(SelectionKey one, SelectionKey other) => one.Within(_recipe.Recipe).CompareTo(other.Within(_recipe.Recipe)) < 0;
    }
}
