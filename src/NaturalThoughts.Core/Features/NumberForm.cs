using System.Collections.Frozen;
using System.Collections.Immutable;

namespace NaturalThoughts.Core.Features;

/// <summary>How a block of numbers is stored: in codes of one or two bytes that stand for code / divisor, or as they are.</summary>
/// <param name="Bytes">Bytes a value takes; 0: all are the same, null for one.</param>
/// <param name="Divisor">What codes are divided by; numbers written in decimal steps come back bit for bit that way.</param>
readonly record struct NumberForm(int Bytes, int Divisor)
{
    /// <summary>All forms, narrowest first; the last one holds every number.</summary>
    internal static ImmutableArray<NumberForm> All { get; } =
        [new(0, 1), new(1, 1), new(1, 10), new(1, 100), new(2, 1), new(2, 10), new(2, 100), new(2, 1000), new(4, 1), new(8, 1)];

    /// <summary>Whether a number (not null) comes back bit for bit.</summary>
    internal bool Holds(double value)
    {
        if (Bytes is 8) return true;
        if (Bytes is 4) return Same((float)value, value);
        var code = Math.Round(value * Divisor);
        return code >= 0 && code < Null && Same((int)code / (double)Divisor, value);
    }

    /// <summary>The code of a number that <see cref="Holds"/> accepts.</summary>
    internal int Code(double value) => (int)Math.Round(value * Divisor);

    /// <summary>The code of null.</summary>
    internal int Null => Bytes == 1 ? byte.MaxValue : ushort.MaxValue;

    /// <summary>The numbers that codes of one byte stand for, NaN for null.</summary>
    internal double[] ByteValues => Values[Divisor];

    static FrozenDictionary<int, double[]> Values { get; } = All.Where(form => form.Bytes == 1).ToFrozenDictionary(
        form => form.Divisor,
        form => Enumerable.Range(0, byte.MaxValue + 1)
            .Select(code => code == byte.MaxValue ? double.NaN : code / (double)form.Divisor).ToArray());

    /// <summary>Whether two numbers are the same bit for bit, or both null.</summary>
    internal static bool Same(double a, double b) =>
        BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b) || (double.IsNaN(a) && double.IsNaN(b));
}
