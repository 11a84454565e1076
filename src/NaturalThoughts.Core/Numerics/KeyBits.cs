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

    /// <summary>The number of <see cref="Sortable"/> bits; -0 comes back as +0.</summary>
    public static double Value(ulong sortable) =>
        sortable == ulong.MaxValue ? double.NaN : BitConverter.UInt64BitsToDouble(sortable >= Sign ? sortable & ~Sign : ~sortable);
}
