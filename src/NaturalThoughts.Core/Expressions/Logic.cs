using System.Numerics;

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
        for (var row = 0; row < into.Length; row++)
        {
            var value = into[row];
            into[row] = value < low[row] || value > high[row] ? 0 : value >= low[row] && value <= high[row] ? 1 : double.NaN;
        }
    }

    internal static void And(Span<double> into, ReadOnlySpan<double> other)
    {
        for (var row = 0; row < into.Length; row++) into[row] = into[row] == 0 || other[row] == 0 ? 0 : into[row] * other[row];
    }

    internal static void Or(Span<double> into, ReadOnlySpan<double> other)
    {
        for (var row = 0; row < into.Length; row++) into[row] = into[row] == 1 || other[row] == 1 ? 1 : into[row] + other[row];
    }

    internal static void Not(Span<double> values)
    {
        for (var row = 0; row < values.Length; row++) values[row] = 1 - values[row];
    }

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
