using CsCheck;
using NaturalThoughts.Core.Numerics;

namespace NaturalThoughts.Core.Tests.Numerics;

public sealed class ExactMathTests
{
    const int Arguments = 100_000;

    static readonly double[] Specials =
    [
        0.0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, -1.5, 1e300, -1e300, 1e-300,
        double.Epsilon, -double.Epsilon, 2.2250738585072014e-308, 2.225073858507201e-308,
        double.MaxValue, double.MinValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN,
        9007199254740991, 9007199254740993, -9007199254740991, 1 - 1.1102230246251565e-16, 1 + 2.220446049250313e-16,
        709.782712893384, 709.782712893385, -745.13321910194, -745.13321910195, -708.4, 1e20, -1e20,
    ];

    [Fact]
    public void Log_ManyArguments_WithinOneUlp()
    {
        var random = new Random(11);
        var worst = 0.0;
        for (var n = 0; n < Arguments; n++)
        {
            var x = n % 2 == 0 ? random.NextDouble() * 2 + double.Epsilon : AnyPositive(random);
            worst = Math.Max(worst, HighPrecision.Error(HighPrecision.Log(x), ExactMath.Log(x)));
        }

        TestContext.Current.SendDiagnosticMessage($"log: {worst:F3} ulp");
        Assert.InRange(worst, 0.5, 0.90);
    }

    [Fact]
    public void Exp_ManyArguments_WithinOneUlp()
    {
        var random = new Random(12);
        var worst = 0.0;
        for (var n = 0; n < Arguments; n++)
        {
            var x = n % 2 == 0 ? random.NextDouble() * 1454 - 745 : random.NextDouble() * 4 - 2;
            worst = Math.Max(worst, HighPrecision.ExpError(HighPrecision.Of(x), ExactMath.Exp(x)));
        }

        TestContext.Current.SendDiagnosticMessage($"exp: {worst:F3} ulp");
        Assert.InRange(worst, 0.5, 0.90);
    }

    [Fact]
    public void Pow_ManyArguments_WithinOneUlp()
    {
        var random = new Random(13);
        var worst = 0.0;
        for (var n = 0; n < Arguments; n++)
        {
            var x = n % 2 == 0 ? random.NextDouble() * 3 + 1e-9 : AnyPositive(random);
            var y = n % 3 == 0 ? 2.5 : (random.NextDouble() * 2 - 1) * 700 / Math.Max(Math.Abs(Math.Log(x)), 1e-9);
            var result = ExactMath.Pow(x, y);
            if (result is 0 or double.PositiveInfinity) continue;
            worst = Math.Max(worst, HighPrecision.ExpError(HighPrecision.Times(HighPrecision.Log(x), y), result));
        }

        TestContext.Current.SendDiagnosticMessage($"pow: {worst:F3} ulp");
        Assert.InRange(worst, 0.5, 0.90);
    }

    [Fact]
    public void All_SpecialArguments_AsMath()
    {
        foreach (var x in Specials)
        {
            Same(Math.Log(x), ExactMath.Log(x), $"log {x:R}");
            Same(Math.Exp(x), ExactMath.Exp(x), $"exp {x:R}");
            Same(Math.Sqrt(x), ExactMath.Sqrt(x), $"sqrt {x:R}");
            foreach (var y in Specials) Same(Math.Pow(x, y), ExactMath.Pow(x, y), $"pow {x:R} {y:R}");
        }
    }

    [Fact]
    public void All_NanResults_AreTheOneNan()
    {
        var nan = BitConverter.Int64BitsToDouble(0x7FF8000000000123);
        double[] results =
        [
            ExactMath.Log(-1), ExactMath.Log(nan), ExactMath.Exp(nan), ExactMath.Pow(-1, 0.5), ExactMath.Pow(nan, 1),
            ExactMath.Sqrt(-1), ExactMath.Sqrt(nan),
        ];
        foreach (var result in results)
            Assert.Equal(BitConverter.DoubleToInt64Bits(double.NaN), BitConverter.DoubleToInt64Bits(result));
    }

    [Fact]
    public void Spans_AnyArguments_SameBitsAsScalars() =>
        Gen.Select(Argument.Array[0, 40], Argument).Sample((values, exponent) =>
        {
            var exponents = values.Reverse().ToArray();
            var into = new double[values.Length];
            ExactMath.Log(values, into);
            var log = values.Zip(into).All(pair => SameBits(ExactMath.Log(pair.First), pair.Second));
            ExactMath.Exp(values, into);
            var exp = values.Zip(into).All(pair => SameBits(ExactMath.Exp(pair.First), pair.Second));
            ExactMath.Sqrt(values, into);
            var sqrt = values.Zip(into).All(pair => SameBits(ExactMath.Sqrt(pair.First), pair.Second));
            ExactMath.Pow(values, exponents, into);
            var pow = values.Zip(exponents, into).All(triple => SameBits(ExactMath.Pow(triple.First, triple.Second), triple.Third));
            ExactMath.Pow(values, exponent, into);
            var same = values.Zip(into).All(pair => SameBits(ExactMath.Pow(pair.First, exponent), pair.Second));
            return log && exp && sqrt && pow && same;
        }, iter: 20_000);

    [Fact]
    public void Spans_TargetIsSource_Works()
    {
        double[] values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
        var expected = values.Select(ExactMath.Log).ToArray();
        ExactMath.Log(values, values);
        Assert.Equal(expected, values);
    }

    [Fact]
    public void Spans_TargetTooShort_Throws() => Assert.Throws<ArgumentException>(() => ExactMath.Exp([1, 2], new double[1]));

    static Gen<double> Argument { get; } = Gen.OneOf(Gen.Double, Gen.Double[-10, 10], Gen.Double[0, 1], Gen.OneOf<double>(Specials));

    static double AnyPositive(Random random) => BitConverter.Int64BitsToDouble(random.NextInt64(1, 0x7FF0000000000000));

    static bool SameBits(double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b);

    static void Same(double expected, double actual, string what)
    {
        var same = double.IsNaN(expected) ? double.IsNaN(actual)
            : expected == 0 || double.IsInfinity(expected) || Math.Abs(expected) == 1 ? SameBits(expected, actual)
            : Math.Abs(expected - actual) <= Math.Max(Math.Abs(expected) * 4.5e-16, double.Epsilon);
        Assert.True(same, $"{what}: {expected:R} expected, {actual:R} found");
    }
}
