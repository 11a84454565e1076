using System.Numerics;
using System.Runtime.InteropServices;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Expressions;

/// <summary>The rows that an operation works on.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Start">The first.</param>
/// <param name="Percentiles">The pool's percentiles.</param>
/// <param name="Instead">Values that stand in for the column's own, from 0 on; null: there are none. Only where an operation reads one
/// column.</param>
readonly record struct RowRange(FeatureSnapshot Rows, int Start, Percentiles Percentiles, double[]? Instead = null)
{
    /// <summary>A column's numbers.</summary>
    internal void Numbers(int ordinal, Span<double> into)
    {
        if (Instead is null) Rows.Numbers(ordinal, Start, into);
        else Instead.AsSpan(Start, into.Length).CopyTo(into);
    }
}

/// <summary>A compiled part: fills a block with one number a row; NaN is null, flags are 1 and 0.</summary>
/// <param name="temporaries">Blocks of scratch memory it needs.</param>
abstract class Operation(int temporaries)
{
    /// <summary>What <see cref="Column"/> is where no column is read.</summary>
    internal const int NoColumn = -1;

    /// <summary>What <see cref="Column"/> is where several columns are read, or texts.</summary>
    internal const int Columns = -2;

    internal int Temporaries => temporaries;

    /// <summary>The only column of numbers or flags that is read.</summary>
    internal abstract int Column { get; }

    /// <summary>Evaluates the rows from <see cref="RowRange.Start"/> on, as many as <paramref name="into"/> takes.</summary>
    internal abstract void Evaluate(RowRange range, Span<double> into, Span<double> scratch);

    /// <summary>The flags of a block's rows, the same as <see cref="Evaluate"/> gives.</summary>
    /// <param name="range">From the first row of a block of the table on.</param>
    /// <param name="count">How many rows the block has.</param>
    /// <param name="into">Where they go.</param>
    /// <param name="scratch">Room for a block of numbers beside the temporaries.</param>
    internal virtual void Test(RowRange range, int count, RowMask into, Span<double> scratch)
    {
        if (Column >= 0 && range.Rows.NumbersOf(Column, range.Start / FeatureTable.BlockRows) is var block && block.Form.Bytes <= 1)
        {
            TestCodes(range, block, into, scratch);
            return;
        }

        var flags = scratch[..count];
        for (var done = 0; done < count; done += Expression.BlockRows)
            Evaluate(
                range with { Start = range.Start + done }, flags[done..Math.Min(done + Expression.BlockRows, count)],
                scratch[FeatureTable.BlockRows..]);
        into.Set(flags);
    }

    // What is so of a code is so of every row that has it: 256 values are looked at instead of 4,096, or one where all are the same.
    void TestCodes(RowRange range, NumberBlock block, RowMask into, Span<double> scratch)
    {
        var same = block.Form.Bytes == 0;
        var flags = scratch[..(same ? 1 : byte.MaxValue + 1)];
        Evaluate(range with { Start = 0, Instead = same ? [block[0]] : block.Form.ByteValues }, flags, scratch[FeatureTable.BlockRows..]);
        if (same)
        {
            into.Fill(flags[0]);
            return;
        }

        CodeRuns.Mark(block.ByteCodes, flags, 1, into.Yes);
        CodeRuns.Mark(block.ByteCodes, flags, double.NaN, into.Unknown);
    }

    /// <summary>The column that parts read together.</summary>
    private protected static int Both(Operation one, Operation other) =>
        one.Column == NoColumn ? other.Column : other.Column == NoColumn || other.Column == one.Column ? one.Column : Columns;
}

/// <summary>Changes a block in place.</summary>
delegate void UnaryKernel(Span<double> values);

/// <summary>Combines two blocks into the first.</summary>
delegate void BinaryKernel(Span<double> into, ReadOnlySpan<double> other);

/// <summary>Combines three blocks into the first.</summary>
delegate void TernaryKernel(Span<double> into, ReadOnlySpan<double> second, ReadOnlySpan<double> third);

/// <summary>The same in every row.</summary>
sealed class Constant(double value) : Operation(0)
{
    internal override int Column => NoColumn;

    internal override void Evaluate(RowRange range, Span<double> into, Span<double> scratch) => into.Fill(value);
}

/// <summary>A column of numbers or flags.</summary>
sealed class ColumnRead(int ordinal) : Operation(0)
{
    internal override int Column => ordinal;

    internal override void Evaluate(RowRange range, Span<double> into, Span<double> scratch) => range.Numbers(ordinal, into);
}

/// <summary>A column's percentiles.</summary>
sealed class PercentileRead(int ordinal, string column) : Operation(0)
{
    internal override int Column => ordinal;

    internal override void Evaluate(RowRange range, Span<double> into, Span<double> scratch)
    {
        if (range.Instead is null)
        {
            range.Percentiles.Read(column, range.Rows, ordinal, range.Start, into);
            return;
        }

        range.Numbers(ordinal, into);
        range.Percentiles.Replace(column, into);
    }
}

/// <summary>Whether a text column is null.</summary>
sealed class TextIsNull(int ordinal, bool negated) : Operation(1)
{
    internal override int Column => Columns;

    internal override void Evaluate(RowRange range, Span<double> into, Span<double> scratch)
    {
        var codes = MemoryMarshal.Cast<double, ushort>(scratch)[..into.Length];
        range.Rows.Codes(ordinal, range.Start, codes);
        for (var row = 0; row < into.Length; row++) into[row] = codes[row] == FeatureTable.NullCode != negated ? 1 : 0;
    }
}

/// <summary>Whether a text column is one of some texts.</summary>
sealed class TextIn(int ordinal, string[] texts, bool negated) : Operation(1)
{
    internal override int Column => Columns;

    internal override void Evaluate(RowRange range, Span<double> into, Span<double> scratch)
    {
        Span<ushort> wanted = stackalloc ushort[Math.Min(texts.Length, Expression.MaxNodes)];
        var known = 0;
        foreach (var text in texts)
            if (range.Rows.TryCode(ordinal, text, out var code)) wanted[known++] = code;
        wanted = wanted[..known];

        var codes = MemoryMarshal.Cast<double, ushort>(scratch)[..into.Length];
        range.Rows.Codes(ordinal, range.Start, codes);
        ReadOnlySpan<double> flags = [negated ? 1 : 0, negated ? 0 : 1, double.NaN];
        Classify(codes, wanted);
        for (var row = 0; row < into.Length; row++) into[row] = flags[codes[row]];
    }

    /// <summary>Replaces codes: 1 for the wanted ones, 2 for null, 0 for the others.</summary>
    static void Classify(Span<ushort> codes, ReadOnlySpan<ushort> wanted)
    {
        var row = 0;
        for (; row <= codes.Length - Vector<ushort>.Count; row += Vector<ushort>.Count)
        {
            var block = new Vector<ushort>(codes[row..]);
            var hit = Vector<ushort>.Zero;
            foreach (var code in wanted) hit |= Vector.Equals(block, new Vector<ushort>(code));
            var isNull = Vector.Equals(block, new Vector<ushort>(FeatureTable.NullCode));
            ((hit & Vector<ushort>.One) | (isNull & new Vector<ushort>(2))).CopyTo(codes[row..]);
        }

        for (; row < codes.Length; row++)
            codes[row] = (ushort)(codes[row] == FeatureTable.NullCode ? 2 : wanted.Contains(codes[row]) ? 1 : 0);
    }
}

/// <summary>A function of one operand.</summary>
sealed class Unary(Operation operand, UnaryKernel kernel) : Operation(operand.Temporaries)
{
    internal override int Column { get; } = operand.Column;

    internal override void Evaluate(RowRange range, Span<double> into, Span<double> scratch)
    {
        operand.Evaluate(range, into, scratch);
        kernel(into);
    }
}

/// <summary>A function of two operands.</summary>
sealed class Binary(Operation left, Operation right, BinaryKernel kernel) : Operation(Math.Max(left.Temporaries, 1 + right.Temporaries))
{
    internal override int Column { get; } = Both(left, right);

    internal override void Evaluate(RowRange range, Span<double> into, Span<double> scratch)
    {
        left.Evaluate(range, into, scratch);
        var other = scratch[..into.Length];
        right.Evaluate(range, other, scratch[into.Length..]);
        kernel(into, other);
    }
}

/// <summary>A function of three operands.</summary>
sealed class Ternary(Operation first, Operation second, Operation third, TernaryKernel kernel)
    : Operation(Math.Max(first.Temporaries, Math.Max(1 + second.Temporaries, 2 + third.Temporaries)))
{
    internal override int Column { get; } = Both(first, new Binary(second, third, Kernels.Add));

    internal override void Evaluate(RowRange range, Span<double> into, Span<double> scratch)
    {
        first.Evaluate(range, into, scratch);
        var one = scratch[..into.Length];
        second.Evaluate(range, one, scratch[into.Length..]);
        var two = scratch[into.Length..(2 * into.Length)];
        third.Evaluate(range, two, scratch[(2 * into.Length)..]);
        kernel(into, one, two);
    }
}
