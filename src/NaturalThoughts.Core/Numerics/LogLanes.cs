using System.Numerics;
using System.Runtime.CompilerServices;

namespace NaturalThoughts.Core.Numerics;

/// <summary>Natural logarithm.</summary>
/// <remarks>
/// Source: fdlibm's <c>e_log.c</c>. x = 2^k (1 + f) with 1 + f in [√½, √2); s = f / (2 + f);
/// log(1 + f) = f - f²/2 + s (f²/2 + R(s²)), and k ln 2 is added in two parts.
/// </remarks>
static class LogLanes
{
    const long SqrtHalfBits = 0x3FE6A09E667F3BCD;
    const double Ln2High = 6.93147180369123816490e-01;
    const double Ln2Low = 1.90821492927058770002e-10;

    internal static Vector<double> Of(Vector<double> x)
    {
        var f = Lanes.Split(x, SqrtHalfBits, out var k) - Vector<double>.One;
        var s = f / (new Vector<double>(2.0) + f);
        var halfSquare = new Vector<double>(0.5) * f * f;
        var tail = s * (halfSquare + Remainder(s * s)) + k * new Vector<double>(Ln2Low);
        var log = k * new Vector<double>(Ln2High) - ((halfSquare - tail) - f);

        var infinity = new Vector<double>(double.PositiveInfinity);
        var zero = Vector.Equals(x, Vector<double>.Zero);
        var special = Vector.ConditionalSelect(zero, -infinity, Vector.ConditionalSelect(Vector.Equals(x, infinity), infinity, new(double.NaN)));
        return Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<double>.Zero) & Vector.LessThan(x, infinity), log, special);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<double> Remainder(Vector<double> z)
    {
        var w = z * z;
        var even = w * (new Vector<double>(3.999999999940941908e-01)
            + w * (new Vector<double>(2.222219843214978396e-01) + w * new Vector<double>(1.531383769920937332e-01)));
        var odd = z * (new Vector<double>(6.666666666666735130e-01)
            + w * (new Vector<double>(2.857142874366239149e-01)
            + w * (new Vector<double>(1.818357216161805012e-01) + w * new Vector<double>(1.479819860511658591e-01))));
        return odd + even;
    }
}
