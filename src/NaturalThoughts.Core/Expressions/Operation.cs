using System.Numerics;
using System.Runtime.InteropServices;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Expressions;

/// <summary>The rows that an operation works on.</summary>
readonly record struct RowRange(FeatureSnapshot Rows, int Start, Percentiles Percentiles);

/// <summary>A compiled part: fills a block with one number a row; NaN is null, flags are 1 and 0.</summary>
/// <param name="temporaries">Blocks of scratch memory it needs.</param>
abstract class Operation(int temporaries)
{
    internal int Temporaries => temporaries;

    /// <summary>Evaluates the rows from <see cref="RowRange.Start"/> on, as many as <paramref name="into"/> takes.</summary>
    internal abstract void Evaluate(RowRange range, Span<double> into, Span<double> scratch);
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
    internal override void Evaluate(RowRange range, Span<double> into, Span<double> scratch) => into.Fill(value);
}

/// <summary>A column of numbers or flags.</summary>
sealed class ColumnRead(int ordinal) : Operation(0)
{
    internal override void Evaluate(RowRange range, Span<double> into, Span<double> scratch) => range.Rows.Numbers(ordinal, range.Start, into);
}

/// <summary>A column's percentiles.</summary>
sealed class PercentileRead(int ordinal, string column) : Operation(0)
{
    internal override void Evaluate(RowRange range, Span<double> into, Span<double> scratch)
    {
        range.Rows.Numbers(ordinal, range.Start, into);
        range.Percentiles.Replace(column, into);
    }
}

/// <summary>Whether a text column is null.</summary>
sealed class TextIsNull(int ordinal, bool negated) : Operation(1)
{
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
    internal override void Evaluate(RowRange range, Span<double> into, Span<double> scratch)
    {
        operand.Evaluate(range, into, scratch);
        kernel(into);
    }
}

/// <summary>A function of two operands.</summary>
sealed class Binary(Operation left, Operation right, BinaryKernel kernel) : Operation(Math.Max(left.Temporaries, 1 + right.Temporaries))
{
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
