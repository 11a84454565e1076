using System.Numerics;
using System.Numerics.Tensors;
using NaturalThoughts.Core.Numerics;

namespace NaturalThoughts.Core.Expressions;

/// <summary>What operators and functions do to blocks: only steps that IEEE 754 defines to the bit, and <see cref="ExactMath"/>.</summary>
/// <remarks>Null is NaN and propagates. A result that is not finite (division by zero, log of 0, overflow) is null too.</remarks>
static class Kernels
{
    internal static void Add(Span<double> into, ReadOnlySpan<double> other)
    {
        TensorPrimitives.Add(into, other, into);
        NullUnlessFinite(into);
    }

    internal static void Subtract(Span<double> into, ReadOnlySpan<double> other)
    {
        TensorPrimitives.Subtract(into, other, into);
        NullUnlessFinite(into);
    }

    internal static void Multiply(Span<double> into, ReadOnlySpan<double> other)
    {
        TensorPrimitives.Multiply(into, other, into);
        NullUnlessFinite(into);
    }

    internal static void Divide(Span<double> into, ReadOnlySpan<double> other)
    {
        TensorPrimitives.Divide(into, other, into);
        NullUnlessFinite(into);
    }

    internal static void Remainder(Span<double> into, ReadOnlySpan<double> other)
    {
        for (var row = 0; row < into.Length; row++) into[row] %= other[row];
        NullUnlessFinite(into);
    }

    internal static void Pow(Span<double> into, ReadOnlySpan<double> other)
    {
        Span<double> powers = stackalloc double[Expression.BlockRows];
        powers = powers[..into.Length];
        ExactMath.Pow(into, other, powers);
        // Math's pow(1, NaN) and pow(NaN, 0) are 1; here null propagates.
        var row = 0;
        for (; row <= into.Length - Vector<double>.Count; row += Vector<double>.Count)
        {
            var (bases, exponents) = (new Vector<double>(into[row..]), new Vector<double>(other[row..]));
            var known = Vector.Equals(bases, bases) & Vector.Equals(exponents, exponents);
            Vector.ConditionalSelect(known, new Vector<double>(powers[row..]), new Vector<double>(double.NaN)).CopyTo(into[row..]);
        }

        for (; row < into.Length; row++)
            into[row] = double.IsNaN(into[row]) || double.IsNaN(other[row]) ? double.NaN : powers[row];
        NullUnlessFinite(into);
    }

    internal static void Log(Span<double> values)
    {
        ExactMath.Log(values, values);
        NullUnlessFinite(values);
    }

    internal static void Exp(Span<double> values)
    {
        ExactMath.Exp(values, values);
        NullUnlessFinite(values);
    }

    internal static void Sqrt(Span<double> values)
    {
        ExactMath.Sqrt(values, values);
        NullUnlessFinite(values);
    }

    internal static void Negate(Span<double> values) => TensorPrimitives.Negate(values, values);

    internal static void Abs(Span<double> values) => TensorPrimitives.Abs(values, values);

    internal static void Floor(Span<double> values) => TensorPrimitives.Floor(values, values);

    internal static void Ceil(Span<double> values) => TensorPrimitives.Ceiling(values, values);

    /// <summary>Halves away from zero, as SQL does.</summary>
    internal static void Round(Span<double> values)
    {
        for (var row = 0; row < values.Length; row++) values[row] = Math.Round(values[row], MidpointRounding.AwayFromZero);
    }

    internal static void Min(Span<double> into, ReadOnlySpan<double> other) => TensorPrimitives.Min(into, other, into);

    internal static void Max(Span<double> into, ReadOnlySpan<double> other) => TensorPrimitives.Max(into, other, into);

    internal static void Coalesce(Span<double> into, ReadOnlySpan<double> other)
    {
        for (var row = 0; row < into.Length; row++)
            if (double.IsNaN(into[row])) into[row] = other[row];
    }

    /// <summary>As SQL's CASE: a condition that is null is not met.</summary>
    internal static void If(Span<double> into, ReadOnlySpan<double> then, ReadOnlySpan<double> otherwise)
    {
        for (var row = 0; row < into.Length; row++) into[row] = into[row] == 1 ? then[row] : otherwise[row];
    }

    static void NullUnlessFinite(Span<double> values)
    {
        var nan = new Vector<double>(double.NaN);
        var row = 0;
        for (; row <= values.Length - Vector<double>.Count; row += Vector<double>.Count)
        {
            var value = new Vector<double>(values[row..]);
            Vector.ConditionalSelect(Vector.Equals(value - value, Vector<double>.Zero), value, nan).CopyTo(values[row..]);
        }

        for (; row < values.Length; row++)
            if (!double.IsFinite(values[row])) values[row] = double.NaN;
    }
}
