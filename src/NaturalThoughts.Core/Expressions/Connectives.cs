namespace NaturalThoughts.Core.Expressions;

/// <summary><c>and</c>, <c>or</c>.</summary>
sealed class Connective(Operation left, Operation right, bool both) : Operation(Math.Max(left.Temporaries, 1 + right.Temporaries))
{
    internal override int Column { get; } = Both(left, right);

    internal override void Evaluate(RowRange range, Span<double> into, Span<double> scratch)
    {
        left.Evaluate(range, into, scratch);
        var other = scratch[..into.Length];
        right.Evaluate(range, other, scratch[into.Length..]);
        if (both) Logic.And(into, other);
        else Logic.Or(into, other);
    }

    internal override void Test(RowRange range, int count, RowMask into, Span<double> scratch)
    {
        left.Test(range, count, into, scratch);
        Span<ulong> bits = stackalloc ulong[RowMask.Needed];
        var other = new RowMask(bits);
        right.Test(range, count, other, scratch);
        if (both) into.And(other);
        else into.Or(other);
    }
}

/// <summary><c>not</c>.</summary>
sealed class Negation(Operation operand) : Operation(operand.Temporaries)
{
    internal override int Column { get; } = operand.Column;

    internal override void Evaluate(RowRange range, Span<double> into, Span<double> scratch)
    {
        operand.Evaluate(range, into, scratch);
        Logic.Not(into);
    }

    internal override void Test(RowRange range, int count, RowMask into, Span<double> scratch)
    {
        operand.Test(range, count, into, scratch);
        into.Not();
    }
}
