using System.Numerics;
using System.Runtime.CompilerServices;

namespace NaturalThoughts.Core.Numerics;

/// <summary>Power.</summary>
/// <remarks>
/// Source: fdlibm's <c>e_pow.c</c>. log₂ x in two parts of together about 75 bits, the first of them short enough that its product with the
/// short part of y is exact; then 2 to the power of that.
/// </remarks>
static class PowLanes
{
    const long OneBits = 0x3FF0000000000000;
    const double Sqrt1Half = 1.224744871391589;
    const double Sqrt3 = 1.7320508075688772;

    // 2 / (3 ln 2), and log₂ 1.5, each in two parts.
    const double Scale = 9.61796693925975554329e-01;
    const double ScaleHigh = 9.61796700954437255859e-01;
    const double ScaleLow = -7.02846165095275826516e-09;
    const double Log1HalfHigh = 5.84962487220764160156e-01;
    const double Log1HalfLow = 1.35003920212974897128e-08;

    const double Ln2 = 6.93147180559945286227e-01;
    const double Ln2High = 6.93147182464599609375e-01;
    const double Ln2Low = -1.90465429995776804525e-09;

    // Beyond these the result is 0 or infinite for every base but 1.
    const double MaxExponent = 73786976294838206464.0;
    const double MaxLog2 = 1100.0;

    internal static Vector<double> Of(Vector<double> x, Vector<double> y)
    {
        var infinity = new Vector<double>(double.PositiveInfinity);
        var ordinary = Vector.GreaterThan(x, Vector<double>.Zero) & Vector.LessThan(x, infinity) & Vector.LessThan(Vector.Abs(y), infinity);
        var power = OfOrdinary(x, y);
        if (Vector.EqualsAll(ordinary, new Vector<long>(-1))) return power;

        Span<double> lanes = stackalloc double[Vector<double>.Count];
        power.CopyTo(lanes);
        for (var lane = 0; lane < lanes.Length; lane++)
            if (ordinary[lane] == 0) lanes[lane] = OfSpecial(x[lane], y[lane]);
        return new Vector<double>(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<double> OfOrdinary(Vector<double> x, Vector<double> y)
    {
        var bounded = Lanes.Clamp(y, MaxExponent);
        Log2(x, out var logHigh, out var logLow);
        var yHigh = Lanes.High(bounded);
        var low = (bounded - yHigh) * logHigh + bounded * logLow;
        var high = yHigh * logHigh;
        var outside = Vector.GreaterThan(Vector.Abs(low + high), new Vector<double>(MaxLog2));
        return Exp2(
            Vector.ConditionalSelect(outside, Lanes.Clamp(high, MaxLog2), high),
            Vector.ConditionalSelect(outside, Vector<double>.Zero, low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Log2(Vector<double> x, out Vector<double> high, out Vector<double> low)
    {
        var m = Lanes.Split(x, OneBits, out var k);
        var upper = Vector.GreaterThanOrEqual(m, new Vector<double>(Sqrt3));
        var middle = Vector.GreaterThanOrEqual(m, new Vector<double>(Sqrt1Half)) & Vector.LessThan(m, new Vector<double>(Sqrt3));
        m = Vector.ConditionalSelect(upper, m * new Vector<double>(0.5), m);
        k = Vector.ConditionalSelect(upper, k + Vector<double>.One, k);
        var point = Vector.ConditionalSelect(middle, new Vector<double>(1.5), Vector<double>.One);
        var pointHigh = Vector.ConditionalSelect(middle, new Vector<double>(Log1HalfHigh), Vector<double>.Zero);
        var pointLow = Vector.ConditionalSelect(middle, new Vector<double>(Log1HalfLow), Vector<double>.Zero);

        LogRatio(m, point, out var ratioHigh, out var ratioLow);
        var zHigh = new Vector<double>(ScaleHigh) * ratioHigh;
        var zLow = new Vector<double>(ScaleLow) * ratioHigh + ratioLow * new Vector<double>(Scale) + pointLow;
        high = Lanes.High(((zHigh + zLow) + pointHigh) + k);
        low = zLow - (((high - k) - pointHigh) - zHigh);
    }

    /// <summary>3/2 · log(m / point) in two parts: with s = (m - p) / (m + p) it is s (3 + s² + r).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void LogRatio(Vector<double> m, Vector<double> point, out Vector<double> high, out Vector<double> low)
    {
        var three = new Vector<double>(3.0);
        var difference = m - point;
        var inverse = Vector<double>.One / (m + point);
        var s = difference * inverse;
        var sHigh = Lanes.High(s);
        var sumHigh = Lanes.High(m + point);
        var sumLow = m - (sumHigh - point);
        var sLow = inverse * ((difference - sHigh * sumHigh) - sHigh * sumLow);

        var s2 = s * s;
        var r = s2 * s2 * Series(s2) + sLow * (sHigh + s);
        var sHigh2 = sHigh * sHigh;
        var factorHigh = Lanes.High((three + sHigh2) + r);
        var factorLow = r - ((factorHigh - three) - sHigh2);
        var u = sHigh * factorHigh;
        var v = sLow * factorHigh + factorLow * s;
        high = Lanes.High(u + v);
        low = v - (high - u);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<double> Series(Vector<double> s2) =>
        new Vector<double>(5.99999999999994648725e-01)
        + s2 * (new Vector<double>(4.28571428578550184252e-01)
        + s2 * (new Vector<double>(3.33333329818377432918e-01)
        + s2 * (new Vector<double>(2.72728123808534006489e-01)
        + s2 * (new Vector<double>(2.30660745775561754067e-01) + s2 * new Vector<double>(2.06975017800338417784e-01)))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<double> Exp2(Vector<double> high, Vector<double> low)
    {
        var fraction = high - Lanes.Round(low + high, out var exponent);
        var t = Lanes.High(low + fraction);
        var u = t * new Vector<double>(Ln2High);
        var v = (low - (t - fraction)) * new Vector<double>(Ln2) + t * new Vector<double>(Ln2Low);
        var z = u + v;
        var w = v - (z - u);
        var c = z - ExpLanes.Correction(z * z);
        var r = z * c / (c - new Vector<double>(2.0)) - (w + z * w);
        return Lanes.Scale(Vector<double>.One - (r - z), exponent);
    }

    static double OfSpecial(double x, double y)
    {
        if (y == 0 || x == 1) return 1;
        if (double.IsNaN(x) || double.IsNaN(y)) return double.NaN;
        var size = Math.Abs(x);
        if (double.IsInfinity(y)) return size == 1 ? 1 : size > 1 == y > 0 ? double.PositiveInfinity : 0;
        var negative = double.IsNegative(x) && double.IsOddInteger(y);
        if (size is 0 or double.PositiveInfinity)
        {
            var limit = size == 0 == y < 0 ? double.PositiveInfinity : 0;
            return negative ? -limit : limit;
        }

        if (!double.IsInteger(y)) return double.NaN;
        var power = OfOrdinary(new Vector<double>(size), new Vector<double>(y))[0];
        return negative ? -power : power;
    }
}
