using System.Numerics;

namespace NaturalThoughts.Core.Numerics;

/// <summary>Doubles as unsigned integers in the same order, for histograms of a key's top bits and for total orders.</summary>
public static class KeyBits
{
    const ulong Sign = 0x8000000000000000;

    /// <summary>
    /// Bits whose order is the numbers' order: -∞ first, -0 equal to +0, +∞ last of the numbers; every NaN is <see cref="ulong.MaxValue"/>.
    /// </summary>
    public static ulong Sortable(double value)
    {
        if (double.IsNaN(value)) return ulong.MaxValue;
        var bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return bits >= Sign ? ~bits : bits | Sign;
    }

    /// <summary><see cref="Sortable(double)"/> of -x; no x is NaN.</summary>
    internal static void SortableNegated(ReadOnlySpan<double> x, Span<ulong> into) => SortableNegated(x, [], into);

    /// <summary><see cref="Sortable(double)"/> of -x / divisor; no x and no divisor is NaN, and no divisors divide by 1.</summary>
    internal static void SortableNegated(ReadOnlySpan<double> x, ReadOnlySpan<double> divisors, Span<ulong> into)
    {
        var row = 0;
        for (; row <= x.Length - Vector<double>.Count; row += Vector<double>.Count)
        {
            var number = -new Vector<double>(x[row..]);
            if (divisors.Length > 0) number /= new Vector<double>(divisors[row..]);
            var bits = Vector.AsVectorInt64(number + Vector<double>.Zero);
            // All ones for negative numbers: those are turned round as a whole, of others the sign.
            var negative = bits >> 63;
            Vector.AsVectorUInt64(bits ^ (negative | new Vector<long>(long.MinValue))).CopyTo(into[row..]);
        }

        for (; row < x.Length; row++) into[row] = Sortable(divisors.Length > 0 ? -x[row] / divisors[row] : -x[row]);
    }

    /// <summary>The number of <see cref="Sortable(double)"/> bits; -0 comes back as +0.</summary>
    public static double Value(ulong sortable) =>
        sortable == ulong.MaxValue ? double.NaN : BitConverter.UInt64BitsToDouble(sortable >= Sign ? sortable & ~Sign : ~sortable);
}
