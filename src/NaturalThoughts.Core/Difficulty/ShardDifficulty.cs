using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Selection;

namespace NaturalThoughts.Core.Difficulty;

/// <summary>One shard's part of ranking the questions of a pool by difficulty. A question's traces must all be in the same shard.</summary>
/// <remarks>Immutable once opened; safe for concurrent calls.</remarks>
public sealed class ShardDifficulty : IDifficultyShard
{
    readonly QuestionId[] _questions;
    readonly QuestionGroups _groups;
    readonly int[] _rows;
    readonly double[] _raw;

    /// <summary>
    /// Finds the raw difficulty of each question: the median over its visible traces for which the expression is a finite number.
    /// </summary>
    /// <param name="rule">The rule, compiled for the snapshot's schema.</param>
    /// <param name="rows">The snapshot.</param>
    /// <param name="percentiles">The pool's histograms of the columns in <see cref="DifficultyRule.Percentiles"/>.</param>
    public ShardDifficulty(DifficultyRule rule, FeatureSnapshot rows, Percentiles percentiles)
    {
        _rows = [.. Enumerable.Range(0, rows.Count).Where(rows.Visible)];
        _questions = [.. _rows.Select(rows.Question)];
        _groups = new([.. _rows.Select(rows.QuestionNumber)]);
        var values = new double[rows.Count];
        for (var start = 0; start < rows.Count; start += FeatureTable.BlockRows)
            rule.Expression.Evaluate(rows, start, values.AsSpan(start, Math.Min(FeatureTable.BlockRows, rows.Count - start)), percentiles);

        _raw = new double[_groups.Count];
        var known = new List<double>();
        for (var group = 0; group < _raw.Length; group++)
        {
            known.Clear();
            foreach (var member in _groups[group])
                if (double.IsFinite(values[_rows[member]])) known.Add(values[_rows[member]]);
            _raw[group] = Median(known);
        }
    }

    /// <summary>The first round: between which numbers this shard's questions lie.</summary>
    public DifficultyRange Range()
    {
        var range = DifficultyRange.Empty;
        foreach (var raw in _raw)
            range = DifficultyRange.Merge(range, double.IsNaN(raw) ? DifficultyRange.Empty with { Unranked = 1 } : new(raw, raw, 1, 0));
        return range;
    }

    /// <summary>The second round: this shard's questions on the pool's scale.</summary>
    public DifficultyHistogram Count(DifficultyRange pool)
    {
        var counts = new long[DifficultyRange.Codes];
        foreach (var raw in _raw)
            if (!double.IsNaN(raw)) counts[pool.Code(raw)]++;
        return new() { Range = pool, Counts = Bucket.Sparse(counts) };
    }

    /// <summary>The difficulty of each of this shard's questions.</summary>
    public IEnumerable<QuestionDifficulty> Ranked(DifficultyHistogram pool)
    {
        var ranks = pool.Ranks();
        for (var group = 0; group < _raw.Length; group++)
        {
            var members = _groups[group].ToArray();
            double? rank = double.IsNaN(_raw[group]) ? null : ranks[pool.Range.Code(_raw[group])];
            yield return new(_questions[members[0]], [.. members.Select(member => _rows[member])], rank);
        }
    }

    /// <inheritdoc/>
    Task<DifficultyRange> IDifficultyShard.RangeAsync(CancellationToken cancellation) => Task.FromResult(Range());

    /// <inheritdoc/>
    Task<DifficultyHistogram> IDifficultyShard.CountAsync(DifficultyRange pool, CancellationToken cancellation) =>
        Task.FromResult(Count(pool));

    /// <summary>The middle value; the mean of the two middle ones of an even number; NaN of none.</summary>
    static double Median(List<double> values)
    {
        if (values.Count == 0) return double.NaN;
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : values[middle - 1] / 2 + values[middle] / 2;
    }
}
