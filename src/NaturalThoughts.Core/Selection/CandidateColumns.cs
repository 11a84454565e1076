using System.Buffers;
using System.Runtime.CompilerServices;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Numerics;
using NaturalThoughts.Core.Recipes;

namespace NaturalThoughts.Core.Selection;

/// <summary>The candidates of one shard while they are being found.</summary>
/// <remarks>They lie in rented memory, which costs no pages that have to be cleared, until it is known how many there are.</remarks>
sealed class CandidateColumns : IDisposable
{
    readonly CompiledRecipe _recipe;
    readonly FeatureSnapshot _rows;
    readonly ulong[] _keys;
    readonly int[] _rowOf;
    // What a question's candidates are ordered by among each other: the keys, but where chance falls on questions.
    readonly ulong[] _within;
    readonly double[] _weights;
    readonly ushort[] _strata;
    // The place of a question's best, from 1 on; 0: it has none yet. Not there where a question may have several.
    readonly int[] _best;
    int _count;
    long _overCap;

    internal CandidateColumns(CompiledRecipe recipe, FeatureSnapshot rows)
    {
        (_recipe, _rows) = (recipe, rows);
        var capacity = recipe.Recipe.PerQuestion == 1 ? Math.Min(rows.Count, rows.QuestionNumbers) : rows.Count;
        (_keys, _rowOf) = (ArrayPool<ulong>.Shared.Rent(capacity), ArrayPool<int>.Shared.Rent(capacity));
        _within = recipe.Recipe.ByQuestion ? ArrayPool<ulong>.Shared.Rent(capacity) : _keys;
        // A rank is read back from its key; a weight is not.
        _weights = recipe.Ranked || recipe.Order is null ? [] : ArrayPool<double>.Shared.Rent(capacity);
        _strata = recipe.StratumOrdinal < 0 ? [] : ArrayPool<ushort>.Shared.Rent(capacity);
        _best = recipe.Recipe.PerQuestion == 1 ? ArrayPool<int>.Shared.Rent(rows.QuestionNumbers) : [];
        _best.AsSpan(0, Math.Min(_best.Length, rows.QuestionNumbers)).Clear();
    }

    /// <summary>How many were dropped because their question has enough better ones.</summary>
    internal long OverCap => _overCap;

    /// <summary>Adds a block's candidates.</summary>
    /// <param name="judge">Has judged the block.</param>
    /// <param name="block">The block.</param>
    /// <param name="strata">The codes of its rows' strata; empty: there is one stratum.</param>
    internal void Add(BlockJudge judge, int block, ReadOnlySpan<ushort> strata)
    {
        var places = judge.Places;
        if (_best.Length > 0)
        {
            AddBest(judge, block, strata);
            return;
        }

        for (var k = 0; k < places.Length; k++)
        {
            var at = _count++;
            (_keys[at], _rowOf[at]) = (judge.Keys[k], block * FeatureTable.BlockRows + places[k]);
            if (_weights.Length > 0) _weights[at] = judge.Orders[k];
            if (strata.Length > 0) _strata[at] = strata[places[k]];
        }
    }

    // Whether a trace is its question's first, or its best, is as good as drawn: no CPU foresees it, and to go back costs more than all
    // that is done here. So nothing branches but what is rare: what a candidate brings is written or not by a mask.
    void AddBest(BlockJudge judge, int block, ReadOnlySpan<ushort> strata)
    {
        var places = judge.Places;
        var within = judge.Within[..places.Length];
        var keys = judge.Keys;
        var orders = _weights.Length > 0 ? judge.Orders : [];
        var questions = _rows.QuestionNumbersOf(block);
        // Held here, or each would be looked up again after every write.
        var (bestOf, withinOf, keyOf, rowOf, weightOf, stratumOf) = (_best, _within, _keys, _rowOf, _weights, _strata);
        var (start, count) = (block * FeatureTable.BlockRows, _count);
        for (var k = 0; k < places.Length; k++)
        {
            var row = start + places[k];
            ref var best = ref bestOf[questions[places[k]]];
            var isFirst = best == 0 ? 1 : 0;
            var at = best - 1 + isFirst * (count + 1);
            count += isFirst;
            best = at + 1;
            var (mine, known) = (within[k], withinOf[at]);
            var isBetter = mine < known ? 1 : 0;
            if (mine == known && isFirst == 0) isBetter = Within(mine, row).CompareTo(Within(known, rowOf[at])) < 0 ? 1 : 0;
            var mask = -(long)(isFirst | isBetter);
            Put(ref withinOf[at], mine, mask);
            rowOf[at] ^= (rowOf[at] ^ row) & (int)mask;
            if (keyOf != withinOf) Put(ref keyOf[at], keys[k], mask);
            if (orders.Length > 0) Put(ref Unsafe.As<double, ulong>(ref weightOf[at]), BitConverter.DoubleToUInt64Bits(orders[k]), mask);
            if (strata.Length > 0) stratumOf[at] ^= (ushort)((stratumOf[at] ^ strata[places[k]]) & mask);
        }

        _overCap += places.Length - (count - _count);
        _count = count;

        static void Put(ref ulong into, ulong value, long mask) => into ^= (into ^ value) & (ulong)mask;
    }

    /// <summary>Keeps the best of each question where that is more than one.</summary>
    internal void Cap()
    {
        if (_best.Length > 0) return;
        var questions = new int[_count];
        for (var i = 0; i < _count; i++) questions[i] = _rows.QuestionNumber(_rowOf[i]);
        var groups = new QuestionGroups(questions);
        if (groups.Count == _count) return;

        var dropped = new bool[_count];
        for (var group = 0; group < groups.Count; group++)
        {
            var members = groups[group];
            if (members.Length <= _recipe.Recipe.PerQuestion) continue;
            var order = members.ToArray();
            Array.Sort(order, (a, b) => Within(_keys[a], _rowOf[a]).CompareTo(Within(_keys[b], _rowOf[b])));
            foreach (var candidate in order.AsSpan(_recipe.Recipe.PerQuestion)) dropped[candidate] = true;
        }

        _overCap = Remove(dropped);
    }

    /// <summary>Keeps those that chance takes, where it falls on questions, and adds what it decided on to the counts.</summary>
    internal Omissions Draw(Omissions omitted)
    {
        var (dropped, chances) = (new bool[_count], omitted.Chances);
        for (var i = 0; i < _count; i++)
        {
            dropped[i] = !_recipe.Takes(KeyBits.Value(_keys[i]));
            chances += Omissions.ChanceOf(_weights[i]);
        }

        return omitted with { NotDrawn = Remove(dropped), Chances = chances };
    }

    /// <summary>The candidates with their strata, for the search, and their weights; no weights where the recipe ranks or all weigh
    /// the same.</summary>
    internal (CandidateSet Candidates, double[] Weights) Freeze(StratumCodes strata)
    {
        var (rows, seed) = (_rows, _recipe.Recipe.Seed);
        return (new(Exactly(_keys), Exactly(_rowOf), Exactly(_strata), strata.Names, RestOf), Exactly(_weights));

        PlaceRest RestOf(int row) => new(~SeededHash.Of(seed, rows.Trace(row).Value), rows.Trace(row));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<ulong>.Shared.Return(_keys);
        ArrayPool<int>.Shared.Return(_rowOf);
        if (_within != _keys) ArrayPool<ulong>.Shared.Return(_within);
        if (_weights.Length > 0) ArrayPool<double>.Shared.Return(_weights);
        if (_strata.Length > 0) ArrayPool<ushort>.Shared.Return(_strata);
        if (_best.Length > 0) ArrayPool<int>.Shared.Return(_best);
    }

    // Where chance falls on questions, the number given is the complement of the hash already, and the key is 0.
    SelectionKey Within(ulong key, int row)
    {
        var trace = _rows.Trace(row).Value;
        return new SelectionKey(key, ~SeededHash.Of(_recipe.Recipe.Seed, trace), trace).Within(_recipe.Recipe);
    }

    T[] Exactly<T>(T[] rented) => rented.Length == 0 ? [] : rented.AsSpan(0, _count).ToArray();

    int Remove(bool[] dropped)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (dropped[i]) continue;
            (_keys[kept], _rowOf[kept]) = (_keys[i], _rowOf[i]);
            if (_weights.Length > 0) _weights[kept] = _weights[i];
            if (_strata.Length > 0) _strata[kept] = _strata[i];
            kept++;
        }

        var removed = _count - kept;
        _count = kept;
        return removed;
    }
}
