using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Numerics;
using NaturalThoughts.Core.Recipes;

namespace NaturalThoughts.Core.Selection;

/// <summary>Finds the candidates among a block's rows, and their keys: what <see cref="RowJudge"/> says of each row, for all at
/// once.</summary>
/// <remarks>
/// Selecting again is what people wait for, and most of that is here. So rows are left out as bits, 64 at a time; what is left is put close
/// together, and only of that are ids hashed and keys made, in steps that do not branch.
/// </remarks>
sealed class BlockJudge(CompiledRecipe recipe, FeatureSnapshot rows, Percentiles percentiles, IReadOnlySet<UInt128> excluded) : IDisposable
{
    readonly ulong[] _open = new ulong[RowMask.Words];
    readonly ulong[] _bits = new ulong[RowMask.Needed];
    readonly double[] _orders = ArrayPool<double>.Shared.Rent(FeatureTable.BlockRows);
    readonly double[] _drawn = ArrayPool<double>.Shared.Rent(FeatureTable.BlockRows);
    readonly ulong[] _hashes = ArrayPool<ulong>.Shared.Rent(FeatureTable.BlockRows);
    readonly ulong[] _own = ArrayPool<ulong>.Shared.Rent(FeatureTable.BlockRows);
    readonly ulong[] _keys = ArrayPool<ulong>.Shared.Rent(FeatureTable.BlockRows);
    readonly int[] _places = ArrayPool<int>.Shared.Rent(FeatureTable.BlockRows);
    int _count;
    Omissions _omitted;

    /// <summary>What was left out of all blocks so far.</summary>
    internal Omissions Omitted => _omitted;

    /// <summary>Where the block's candidates stand in it, ascending.</summary>
    internal ReadOnlySpan<int> Places => _places.AsSpan(0, _count);

    /// <summary>Their keys, sortable.</summary>
    internal ReadOnlySpan<ulong> Keys => _keys.AsSpan(0, _count);

    /// <summary>What orders those of one question: the smallest is the best.</summary>
    internal ReadOnlySpan<ulong> Within => recipe.Recipe.ByQuestion ? _own.AsSpan(0, _count) : Keys;

    /// <summary>Their weights, or probabilities cut to 0 to 1; nothing where the recipe says none of either.</summary>
    internal ReadOnlySpan<double> Orders => _orders.AsSpan(0, recipe.Order is null ? 0 : _count);

    /// <summary>Judges a block.</summary>
    internal void Judge(int block)
    {
        var count = rows.RowsOf(block);
        Open(block, count);
        Test(block);
        var ordered = recipe.Order is not null && _open.AsSpan().ContainsAnyExcept(0UL);
        if (ordered) Order(block, count);
        Collect();
        if (_count == 0) return;
        if (ordered) for (var k = 0; k < _count; k++) _orders[k] = _orders[_places[k]];
        if (recipe.Ranked) KeyBits.SortableNegated(Orders, _keys);
        else Draw(block, count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var numbers in (ReadOnlySpan<double[]>)[_orders, _drawn]) ArrayPool<double>.Shared.Return(numbers);
        foreach (var bits in (ReadOnlySpan<ulong[]>)[_hashes, _own, _keys]) ArrayPool<ulong>.Shared.Return(bits);
        ArrayPool<int>.Shared.Return(_places);
    }

    // Those that are in sight and not excluded.
    void Open(int block, int count)
    {
        var open = _open.AsSpan();
        open.Fill(ulong.MaxValue);
        open[(count / 64)..].Clear();
        if (count % 64 > 0) open[count / 64] = (1UL << (count % 64)) - 1;
        var hidden = rows.HiddenOf(block);
        for (var word = 0; word < hidden.Length; word++) open[word] &= ~hidden[word];
        var sealedRows = RowMask.Count(open);
        _omitted += new Omissions(count, count - sealedRows, 0, 0, 0, 0, 0, 0);
        if (excluded.Count == 0) return;
        for (var word = 0; word < open.Length; word++)
            for (var rest = open[word]; rest != 0; rest &= rest - 1)
            {
                var row = block * FeatureTable.BlockRows + word * 64 + BitOperations.TrailingZeroCount(rest);
                if (excluded.Contains(rows.Trace(row).Value) || excluded.Contains(rows.Question(row).Value))
                    open[word] &= ~(rest & (~rest + 1));
            }

        _omitted += default(Omissions) with { Excluded = sealedRows - RowMask.Count(open) };
    }

    void Test(int block)
    {
        var where = new RowMask(_bits);
        recipe.Where.Test(rows, block, where, percentiles);
        var (no, unknown) = (0L, 0L);
        for (var word = 0; word < _open.Length; word++)
        {
            unknown += BitOperations.PopCount(_open[word] & where.Unknown[word]);
            no += BitOperations.PopCount(_open[word] & ~where.Unknown[word] & ~where.Yes[word]);
            _open[word] &= where.Yes[word];
        }

        _omitted += default(Omissions) with { NotEligible = no, Unknown = unknown };
    }

    // Those without a number to go by, and those that weigh nothing.
    void Order(int block, int count)
    {
        recipe.Order!.Evaluate(rows, block * FeatureTable.BlockRows, _orders.AsSpan(0, count), percentiles);
        // What stands behind a short block's rows is not looked at.
        var (nulls, zeros) = (0L, 0L);
        for (var word = 0; word < _open.Length; word++)
        {
            if (_open[word] == 0) continue;
            var (known, positive) = (0UL, 0UL);
            for (var part = 0; part < 64; part += Vector512<double>.Count)
            {
                var orders = Vector512.Create(_orders.AsSpan(word * 64 + part));
                known |= Vector512.Equals(orders, orders).ExtractMostSignificantBits() << part;
                positive |= Vector512.GreaterThan(orders, Vector512<double>.Zero).ExtractMostSignificantBits() << part;
            }

            if (recipe.Ranked || recipe.Sampled) positive = known;
            nulls += BitOperations.PopCount(_open[word] & ~known);
            zeros += BitOperations.PopCount(_open[word] & known & ~positive);
            _open[word] &= positive;
        }

        _omitted += default(Omissions) with { NullKey = nulls, ZeroWeight = zeros };
    }

    void Collect()
    {
        var count = 0;
        for (var word = 0; word < _open.Length; word++)
            for (var rest = _open[word]; rest != 0; rest &= rest - 1)
                _places[count++] = word * 64 + BitOperations.TrailingZeroCount(rest);
        _count = count;
    }

    void Draw(int block, int count)
    {
        HashTraces(block, count, recipe.Recipe.ByQuestion ? _own : _hashes);
        if (recipe.Recipe.ByQuestion)
        {
            for (var k = 0; k < _count; k++) _own[k] = ~_own[k];
            HashQuestions(block);
        }

        var drawn = _drawn.AsSpan(0, _count);
        Uniform(_hashes.AsSpan(0, _count), drawn);
        if (recipe.Sampled)
        {
            Sample(drawn);
            return;
        }

        ExactMath.Log(drawn, drawn);
        KeyBits.SortableNegated(drawn, Orders, _keys);
    }

    void HashTraces(int block, int count, Span<ulong> into)
    {
        var ids = MemoryMarshal.Cast<TraceId, UInt128>(rows.TracesOf(block));
        var seed = recipe.Recipe.Seed;
        // Where most are candidates, eight at once and then picked is less work than one by one.
        if (_count > count / 4)
        {
            SeededHash.Of(seed, ids, into);
            if (_count < count) for (var k = 0; k < _count; k++) into[k] = into[_places[k]];
        }
        else
        {
            for (var k = 0; k < _count; k++) into[k] = SeededHash.Of(seed, ids[_places[k]]);
        }
    }

    // Traces of a question stand beside each other mostly.
    void HashQuestions(int block)
    {
        var questions = rows.QuestionNumbersOf(block);
        var (last, hash) = (-1, 0UL);
        for (var k = 0; k < _count; k++)
        {
            var question = questions[_places[k]];
            if (question != last)
            {
                var id = rows.Question(block * FeatureTable.BlockRows + _places[k]);
                (last, hash) = (question, SeededHash.Of(recipe.Recipe.Seed, id.Value));
            }

            _hashes[k] = hash;
        }
    }

    // Where chance falls on questions, it decides on those of a question's traces that are within its cap, later.
    void Sample(Span<double> drawn)
    {
        var (taken, chances, all) = (0, 0L, recipe.Recipe.ByQuestion ? 1 : 0);
        for (var k = 0; k < _count; k++)
        {
            var probability = Math.Clamp(_orders[k], 0, 1);
            var key = (1 - drawn[k]) / probability;
            if (all == 0) chances += Omissions.ChanceOf(probability);
            (_keys[taken], _orders[taken], _places[taken]) = (KeyBits.Sortable(key), probability, _places[k]);
            taken += all | (recipe.Takes(key) ? 1 : 0);
        }

        _omitted += default(Omissions) with { NotDrawn = _count - taken, Chances = chances };
        _count = taken;
    }

    static void Uniform(ReadOnlySpan<ulong> hashes, Span<double> into)
    {
        var k = 0;
        // The bits of 2^52 + n, less 2^52, are n: exact, as the conversion of the plain version is.
        var (shift, bits) = (new Vector<double>(4503599627370496.0), new Vector<ulong>(0x4330000000000000));
        for (; k <= hashes.Length - Vector<ulong>.Count; k += Vector<ulong>.Count)
        {
            var numbers = Vector.AsVectorDouble((new Vector<ulong>(hashes[k..]) >>> 12) | bits) - shift;
            ((numbers + new Vector<double>(0.5)) * new Vector<double>(1.0 / (1L << 52))).CopyTo(into[k..]);
        }

        for (; k < hashes.Length; k++) into[k] = RowJudge.Uniform(hashes[k]);
    }
}
