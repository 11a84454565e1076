using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Numerics;
using NaturalThoughts.Core.Recipes;

namespace NaturalThoughts.Core.Selection;

/// <summary>Gives the rows of a snapshot their verdicts and keys, a block at a time.</summary>
/// <remarks>
/// Sampling keys are −ln(u) / w with u in (0, 1) from the trace's hash, smallest first: Efraimidis and Spirakis, <i>Weighted random
/// sampling with a reservoir</i>, Information Processing Letters 97(5), 2006. Ranks are negated, so that the largest come first. With
/// a probability p the key is (1 − u) / p, and only keys below 1 are drawn: Poisson sampling; that the smallest keys fill a size is
/// sequential Poisson sampling (Ohlsson, Journal of Official Statistics 14(2), 1998). It is 1 − u so that a seed favours the same traces
/// in both. Where chance falls on questions, u comes from the question's hash.
/// </remarks>
sealed class RowJudge(CompiledRecipe recipe, FeatureSnapshot rows, Percentiles percentiles, IReadOnlySet<UInt128> excluded, int capacity)
{
    readonly double[] _where = new double[capacity];
    readonly double[] _orders = new double[capacity];
    readonly double[] _keys = new double[capacity];
    readonly ulong[] _hashes = new ulong[capacity];
    readonly Verdict[] _verdicts = new Verdict[capacity];

    /// <summary>Judges up to as many rows as there is room for; the results stand at 0, 1, ….</summary>
    internal void Judge(int start, int count)
    {
        recipe.Where.Evaluate(rows, start, _where.AsSpan(0, count), percentiles);
        if (recipe.Order is { } order) order.Evaluate(rows, start, _orders.AsSpan(0, count), percentiles);
        else _orders.AsSpan(0, count).Fill(1);

        for (var i = 0; i < count; i++)
        {
            var trace = rows.Trace(start + i);
            _hashes[i] = SeededHash.Of(recipe.Recipe.Seed, trace.Value);
            _verdicts[i] = Of(start + i, trace, _where[i], _orders[i]);
        }

        if (recipe.Ranked)
        {
            for (var i = 0; i < count; i++) _keys[i] = -_orders[i];
            return;
        }

        for (var i = 0; i < count; i++) _keys[i] = Uniform(Drawn(start + i, _hashes[i]));
        if (recipe.Sampled)
        {
            for (var i = 0; i < count; i++) Sample(i);
            return;
        }

        ExactMath.Log(_keys.AsSpan(0, count), _keys.AsSpan(0, count));
        for (var i = 0; i < count; i++) _keys[i] = -_keys[i] / _orders[i];
    }

    internal Verdict Verdict(int i) => _verdicts[i];

    internal ulong Hash(int i) => _hashes[i];

    /// <summary>The key; means something only for a candidate.</summary>
    internal double Key(int i) => _keys[i];

    /// <summary>The weight, the rank, or the probability cut to 0 to 1; NaN for null.</summary>
    internal double Order(int i) => _orders[i];

    /// <summary>What <c>where</c> says.</summary>
    internal bool? Where(int i) => double.IsNaN(_where[i]) ? null : _where[i] != 0;

    /// <summary>A number in (0, 1), both ends out: the middle of one of 2^52 equal parts.</summary>
    internal static double Uniform(ulong hash) => ((hash >> 12) + 0.5) * (1.0 / (1L << 52));

    ulong Drawn(int row, ulong hash) =>
        recipe.Recipe.ByQuestion ? SeededHash.Of(recipe.Recipe.Seed, rows.Question(row).Value) : hash;

    // Where chance falls on questions, it decides on those of a question's traces that are within its cap.
    void Sample(int i)
    {
        _orders[i] = Math.Clamp(_orders[i], 0, 1);
        _keys[i] = (1 - _keys[i]) / _orders[i];
        if (_verdicts[i] is Selection.Verdict.Candidate && !recipe.Recipe.ByQuestion && !recipe.Takes(_keys[i]))
            _verdicts[i] = Selection.Verdict.NotDrawn;
    }

    Verdict Of(int row, TraceId trace, double where, double order) =>
        !rows.Visible(row) ? Selection.Verdict.NotSealed
        : excluded.Count > 0 && (excluded.Contains(trace.Value) || excluded.Contains(rows.Question(row).Value)) ? Selection.Verdict.Excluded
        : double.IsNaN(where) ? Selection.Verdict.Unknown
        : where == 0 ? Selection.Verdict.NotEligible
        : double.IsNaN(order) ? Selection.Verdict.NullKey
        : !recipe.Ranked && !recipe.Sampled && order <= 0 ? Selection.Verdict.ZeroWeight
        : Selection.Verdict.Candidate;
}
