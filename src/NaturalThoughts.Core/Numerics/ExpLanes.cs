using System.Numerics;
using System.Runtime.CompilerServices;

namespace NaturalThoughts.Core.Numerics;

/// <summary>Exponential.</summary>
/// <remarks>
/// Source: fdlibm's <c>e_exp.c</c>. x = k ln 2 + r with |r| ≤ ½ ln 2 and k ln 2 in two parts;
/// exp(r) = 1 + r + r c / (2 - c), c = r - r² P(r²).
/// </remarks>
static class ExpLanes
{
    const double InverseLn2 = 1.44269504088896338700e+00;
    const double Ln2High = 6.93147180369123816490e-01;
    const double Ln2Low = 1.90821492927058770002e-10;

    internal static Vector<double> Of(Vector<double> x)
    {
        var bounded = Lanes.Clamp(x, 750.0);
        var k = Lanes.Round(bounded * new Vector<double>(InverseLn2), out var exponent);
        var high = bounded - k * new Vector<double>(Ln2High);
        var low = k * new Vector<double>(Ln2Low);
        var r = high - low;
        var c = r - Correction(r * r);
        var exp = Vector<double>.One - ((low - r * c / (new Vector<double>(2.0) - c)) - high);
        return Vector.ConditionalSelect(Vector.Equals(x, x), Lanes.Scale(exp, exponent), new Vector<double>(double.NaN));
    }

    /// <summary>t P(t), where r - t P(t) = 2 (exp(r) - 1 - r) / (exp(r) - 1) … for t = r².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<double> Correction(Vector<double> t) =>
        t * (new Vector<double>(1.66666666666666019037e-01)
        + t * (new Vector<double>(-2.77777777770155933842e-03)
        + t * (new Vector<double>(6.61375632143793436117e-05)
        + t * (new Vector<double>(-1.65339022054652515390e-06) + t * new Vector<double>(4.13813679705723846039e-08)))));
}
