using System.Numerics;

namespace NaturalThoughts.Core.Answers;

/// <summary>An exact fraction in lowest terms with a positive denominator.</summary>
readonly record struct Rational
{
    const long MostBits = 4096;

    Rational(BigInteger numerator, BigInteger denominator) => (Numerator, Denominator) = (numerator, denominator);

    public BigInteger Numerator { get; }

    public BigInteger Denominator { get; }

    public static Rational Of(BigInteger value) => new(value, BigInteger.One);

    /// <summary>The fraction, or null for a zero denominator and for numbers too large to be an answer.</summary>
    public static Rational? Of(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero) return null;
        if (denominator.Sign < 0) (numerator, denominator) = (-numerator, -denominator);
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        var (top, bottom) = (numerator / divisor, denominator / divisor);
        return top.GetBitLength() > MostBits || bottom.GetBitLength() > MostBits ? null : new(top, bottom);
    }

    public static Rational? Add(Rational a, Rational b) =>
        Of(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    public static Rational? Multiply(Rational a, Rational b) => Of(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational? Divide(Rational a, Rational b) => Of(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public Rational Negate() => new(-Numerator, Denominator);

    /// <summary>An integer power; null when it would be too large.</summary>
    public Rational? Power(Rational exponent)
    {
        if (!exponent.Denominator.IsOne || BigInteger.Abs(exponent.Numerator) > 1024) return null;
        var times = (int)BigInteger.Abs(exponent.Numerator);
        if (Math.Max(Numerator.GetBitLength(), Denominator.GetBitLength()) * times > MostBits) return null;
        var (top, bottom) = (BigInteger.Pow(Numerator, times), BigInteger.Pow(Denominator, times));
        return exponent.Numerator.Sign < 0 ? Of(bottom, top) : Of(top, bottom);
    }

    /// <summary>Whether the other number, rounded to this many decimal places (half away from zero or half down), is this one.</summary>
    public bool IsRoundingOf(Rational other, int places)
    {
        var scale = BigInteger.Pow(10, Math.Clamp(places, 0, 400));
        var gap = Add(this, other.Negate());
        return gap is { } by && BigInteger.Abs(by.Numerator) * 2 * scale <= by.Denominator;
    }
}
