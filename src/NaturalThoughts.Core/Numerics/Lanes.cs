using System.Numerics;
using System.Runtime.CompilerServices;

namespace NaturalThoughts.Core.Numerics;

/// <summary>Exact steps on the bits of doubles that the elementary functions share.</summary>
static class Lanes
{
    /// <summary>1.5 · 2^52: adding it leaves the nearest integer in the low bits, ties to even.</summary>
    const double Shift = 6755399441055744.0;

    const long ShiftBits = 0x4338000000000000;

    /// <summary>Smallest normal double.</summary>
    internal const double MinNormal = 2.2250738585072014e-308;

    const double TwoTo54 = 18014398509481984.0;

    /// <summary>Nearest integer of |x| &lt; 2^51, as a number and as an integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<double> Round(Vector<double> x, out Vector<long> integer)
    {
        var shifted = x + new Vector<double>(Shift);
        integer = Vector.AsVectorInt64(shifted) - new Vector<long>(ShiftBits);
        return shifted - new Vector<double>(Shift);
    }

    /// <summary>An integer of less than 51 bits as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<double> ToDouble(Vector<long> integer) =>
        Vector.AsVectorDouble(integer + new Vector<long>(ShiftBits)) - new Vector<double>(Shift);

    /// <summary>x · 2^k for |k| ≤ 1100 with one rounding at most: in two steps, the first of them exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<double> Scale(Vector<double> x, Vector<long> k)
    {
        var half = k >> 1;
        return x * TwoTo(half) * TwoTo(k - half);
    }

    /// <summary>Drops the low 32 bits of the significand: what is left has 21 bits, so products of two such are exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<double> High(Vector<double> x) =>
        Vector.AsVectorDouble(Vector.AsVectorInt64(x) & new Vector<long>(unchecked((long)0xFFFFFFFF00000000)));

    /// <summary>Writes a positive x as m · 2^k with m in [low, 2 · low).</summary>
    /// <param name="x">Positive and finite; other lanes give meaningless values, never a fault.</param>
    /// <param name="low">Bits of the lower bound of m.</param>
    /// <param name="k">The exponent, as a number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<double> Split(Vector<double> x, long low, out Vector<double> k)
    {
        var subnormal = Vector.LessThan(x, new Vector<double>(MinNormal));
        var bits = Vector.AsVectorInt64(Vector.ConditionalSelect(subnormal, x * new Vector<double>(TwoTo54), x));
        var exponent = (bits - new Vector<long>(low)) >> 52;
        k = ToDouble(exponent) - Vector.ConditionalSelect(subnormal, new Vector<double>(54.0), Vector<double>.Zero);
        return Vector.AsVectorDouble(bits - (exponent << 52));
    }

    /// <summary>x kept within [-bound, bound]; NaN becomes bound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<double> Clamp(Vector<double> x, double bound)
    {
        var upper = Vector.ConditionalSelect(Vector.LessThan(x, new Vector<double>(bound)), x, new Vector<double>(bound));
        return Vector.ConditionalSelect(Vector.GreaterThan(upper, new Vector<double>(-bound)), upper, new Vector<double>(-bound));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<double> TwoTo(Vector<long> k) => Vector.AsVectorDouble((k + new Vector<long>(1023)) << 52);
}
