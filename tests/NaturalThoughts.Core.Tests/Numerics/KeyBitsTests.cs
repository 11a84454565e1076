using CsCheck;
using NaturalThoughts.Core.Numerics;

namespace NaturalThoughts.Core.Tests.Numerics;

public sealed class KeyBitsTests
{
    [Fact]
    public void Sortable_AnyPair_OrderedAsTheNumbers() =>
        Gen.Select(Number, Number).Sample((a, b) => KeyBits.Sortable(a).CompareTo(KeyBits.Sortable(b)) == (a < b ? -1 : a > b ? 1 : 0));

    [Fact]
    public void Value_OfSortable_IsTheNumber() => Number.Sample(x => KeyBits.Value(KeyBits.Sortable(x)) == x);

    [Fact]
    public void Sortable_Zeros_AreEqual() => Assert.Equal(KeyBits.Sortable(0.0), KeyBits.Sortable(-0.0));

    [Fact]
    public void Sortable_Nan_IsLast()
    {
        Assert.Equal(ulong.MaxValue, KeyBits.Sortable(double.NaN));
        Assert.Equal(ulong.MaxValue, KeyBits.Sortable(-double.NaN));
        Assert.True(KeyBits.Sortable(double.PositiveInfinity) < ulong.MaxValue);
        Assert.True(double.IsNaN(KeyBits.Value(ulong.MaxValue)));
    }

    static Gen<double> Number { get; } = Gen.OneOf(
        Gen.Double[-2, 2], Gen.Double.Where(x => !double.IsNaN(x)),
        Gen.OneOf<double>(
            0.0, -0.0, 1, -1, double.Epsilon, -double.Epsilon, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue));
}
