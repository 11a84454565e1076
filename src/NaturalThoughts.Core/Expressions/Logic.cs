using System.Numerics;
using System.Numerics.Tensors;

namespace NaturalThoughts.Core.Expressions;

/// <summary>Comparisons and connectives over 1, 0 and NaN, with the three values of SQL.</summary>
static class Logic
{
    internal static void Equal(Span<double> into, ReadOnlySpan<double> other) => Compare<EqualTo>(into, other);

    internal static void NotEqual(Span<double> into, ReadOnlySpan<double> other)
    {
        Compare<EqualTo>(into, other);
        Not(into);
    }

    internal static void Less(Span<double> into, ReadOnlySpan<double> other) => Compare<LessThan>(into, other);

    internal static void LessOrEqual(Span<double> into, ReadOnlySpan<double> other) => Compare<LessThanOrEqual>(into, other);

    internal static void Greater(Span<double> into, ReadOnlySpan<double> other)
    {
        Compare<LessThanOrEqual>(into, other);
        Not(into);
    }

    internal static void GreaterOrEqual(Span<double> into, ReadOnlySpan<double> other)
    {
        Compare<LessThan>(into, other);
        Not(into);
    }

    /// <summary>Bounds included; false as soon as one bound is known to be passed.</summary>
    internal static void Between(Span<double> into, ReadOnlySpan<double> low, ReadOnlySpan<double> high)
    {
        var row = 0;
        for (; row <= into.Length - Vector<double>.Count; row += Vector<double>.Count)
            Between(new Vector<double>(into[row..]), new(low[row..]), new(high[row..])).CopyTo(into[row..]);
        for (; row < into.Length; row++) into[row] = Between(new Vector<double>(into[row]), new(low[row]), new(high[row]))[0];
    }

    internal static void And(Span<double> into, ReadOnlySpan<double> other) => Decide(into, other, Vector<double>.Zero);

    internal static void Or(Span<double> into, ReadOnlySpan<double> other) => Decide(into, other, Vector<double>.One);

    internal static void Not(Span<double> values) => TensorPrimitives.Subtract(1.0, values, values);

    internal static void IsNull(Span<double> values)
    {
        for (var row = 0; row < values.Length; row++) values[row] = double.IsNaN(values[row]) ? 1 : 0;
    }

    /// <summary>Whether a number is one of some.</summary>
    internal static UnaryKernel In(double[] numbers) => values =>
    {
        foreach (ref var value in values)
            value = double.IsNaN(value) ? double.NaN : Array.IndexOf(numbers, value) >= 0 ? 1 : 0;
    };

    static Vector<double> Between(Vector<double> value, Vector<double> low, Vector<double> high)
    {
        var outside = Vector.LessThan(value, low) | Vector.GreaterThan(value, high);
        var inside = Vector.GreaterThanOrEqual(value, low) & Vector.LessThanOrEqual(value, high);
        return Vector.ConditionalSelect(
            outside, Vector<double>.Zero, Vector.ConditionalSelect(inside, Vector<double>.One, new Vector<double>(double.NaN)));
    }

    /// <summary>And, or: one decisive side settles it, else null wins, else neither side was decisive.</summary>
    static void Decide(Span<double> into, ReadOnlySpan<double> other, Vector<double> decisive)
    {
        var row = 0;
        for (; row <= into.Length - Vector<double>.Count; row += Vector<double>.Count)
            Decide(new Vector<double>(into[row..]), new Vector<double>(other[row..]), decisive).CopyTo(into[row..]);
        for (; row < into.Length; row++) into[row] = Decide(new Vector<double>(into[row]), new Vector<double>(other[row]), decisive)[0];
    }

    static Vector<double> Decide(Vector<double> left, Vector<double> right, Vector<double> decisive)
    {
        var settled = Vector.Equals(left, decisive) | Vector.Equals(right, decisive);
        // Neither is decisive: both are 1 - decisive, or one is NaN and so is the sum.
        return Vector.ConditionalSelect(settled, decisive, (left + right) * new Vector<double>(0.5));
    }

    static void Compare<T>(Span<double> into, ReadOnlySpan<double> other) where T : IComparison
    {
        var row = 0;
        for (; row <= into.Length - Vector<double>.Count; row += Vector<double>.Count)
        {
            var left = new Vector<double>(into[row..]);
            var right = new Vector<double>(other[row..]);
            var known = Vector.Equals(left, left) & Vector.Equals(right, right);
            var flag = Vector.ConditionalSelect(T.Holds(left, right), Vector<double>.One, Vector<double>.Zero);
            Vector.ConditionalSelect(known, flag, new Vector<double>(double.NaN)).CopyTo(into[row..]);
        }

        for (; row < into.Length; row++)
        {
            var known = !double.IsNaN(into[row]) && !double.IsNaN(other[row]);
            into[row] = !known ? double.NaN : T.Holds(new(into[row]), new(other[row]))[0] != 0 ? 1 : 0;
        }
    }

    interface IComparison
    {
        static abstract Vector<long> Holds(Vector<double> left, Vector<double> right);
    }

    readonly struct EqualTo : IComparison
    {
        public static Vector<long> Holds(Vector<double> left, Vector<double> right) => Vector.Equals(left, right);
    }

    readonly struct LessThan : IComparison
    {
        public static Vector<long> Holds(Vector<double> left, Vector<double> right) => Vector.LessThan(left, right);
    }

    readonly struct LessThanOrEqual : IComparison
    {
        public static Vector<long> Holds(Vector<double> left, Vector<double> right) => Vector.LessThanOrEqual(left, right);
    }
}
