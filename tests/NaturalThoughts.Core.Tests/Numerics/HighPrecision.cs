using System.Numerics;

namespace NaturalThoughts.Core.Tests.Numerics;

/// <summary>Logarithm and exponential in fixed point with 192 fraction bits, to measure errors against.</summary>
static class HighPrecision
{
    const int Bits = 192;

    static readonly BigInteger One = BigInteger.One << Bits;
    static readonly BigInteger Ln2 = 2 * Atanh(One / 3);

    /// <summary>ln x of a positive finite double.</summary>
    internal static BigInteger Log(double x)
    {
        var (significand, exponent) = Parts(x);
        var length = (int)significand.GetBitLength();
        var m = significand << (Bits - length);
        exponent += length;
        if (m < One * 7 / 10)
        {
            m <<= 1;
            exponent--;
        }

        return 2 * Atanh(((m - One) << Bits) / (m + One)) + exponent * Ln2;
    }

    /// <summary>y · fixed.</summary>
    internal static BigInteger Times(BigInteger fixedPoint, double y)
    {
        var (significand, exponent) = Parts(Math.Abs(y));
        var product = fixedPoint * significand * Math.Sign(y);
        return exponent >= 0 ? product << exponent : product >> -exponent;
    }

    /// <summary>A double as fixed point.</summary>
    internal static BigInteger Of(double x) => Times(One, x);

    /// <summary>How far a double is from exp(fixed), in units in the last place of the result.</summary>
    internal static double ExpError(BigInteger argument, double result)
    {
        var k = (int)BigInteger.Divide(argument, Ln2);
        var r = argument - k * Ln2;
        var term = One;
        var sum = One;
        var small = r >> 8;
        for (var n = 1; n < 40 && !term.IsZero; n++)
        {
            term = ((term * small) >> Bits) / n;
            sum += term;
        }

        for (var n = 0; n < 8; n++) sum = (sum * sum) >> Bits;
        return Error(sum, k, result);
    }

    /// <summary>How far a double is from a fixed-point number, in units in its last place.</summary>
    internal static double Error(BigInteger exact, double result) => Error(exact, 0, result);

    static double Error(BigInteger exact, int scale, double result)
    {
        var (significand, exponent) = Parts(Math.Abs(result));
        var normal = Math.Max((int)significand.GetBitLength() - 53, 0);
        var shift = Bits + exponent - scale;
        var value = shift >= 0 ? significand << shift : significand >> -shift;
        var error = value * Math.Sign(result) - exact;
        var unit = shift + normal;
        return Math.Abs((double)(unit >= 0 ? (error << 20) / (BigInteger.One << unit) : error << (20 - unit))) / (1 << 20);
    }

    static BigInteger Atanh(BigInteger s)
    {
        var square = (s * s) >> Bits;
        var sum = s;
        var power = s;
        for (var n = 3; !power.IsZero && power != BigInteger.MinusOne; n += 2)
        {
            power = (power * square) >> Bits;
            sum += power / n;
        }

        return sum;
    }

    static (BigInteger Significand, int Exponent) Parts(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) & 0x7FF;
        var fraction = bits & 0xFFFFFFFFFFFFF;
        return exponent == 0 ? (fraction, -1074) : (fraction | 1L << 52, exponent - 1075);
    }
}
