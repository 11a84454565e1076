using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NaturalThoughts.Core.Expressions;

/// <summary>Counts numbers exactly; -0 counts as 0.</summary>
/// <remarks>An open hash table with linear probing: counting is what reselection spends most of its time on.</remarks>
sealed class ValueCounter
{
    double[] _values = Free(1024);
    long[] _counts = new long[1024];

    /// <summary>How many different numbers were added.</summary>
    internal int Distinct { get; private set; }

    /// <summary>Counts a number; not NaN, which marks free places.</summary>
    /// <param name="value">The number.</param>
    /// <param name="times">How often it came; at least once.</param>
    internal void Add(double value, long times = 1)
    {
        var place = Place(value);
        var isKnown = _counts[place] > 0;
        _counts[place] += times;
        if (isKnown) return;
        _values[place] = value + 0.0;
        if (++Distinct * 2 > _values.Length) Grow();
    }

    /// <summary>The numbers, ascending, and how often each came.</summary>
    internal (ImmutableArray<double> Values, ImmutableArray<long> Counts) Sorted()
    {
        var values = _values.Where(value => !double.IsNaN(value)).ToArray();
        var counts = _counts.Where(count => count > 0).ToArray();
        Array.Sort(values, counts);
        return (ImmutableCollectionsMarshal.AsImmutableArray(values), ImmutableCollectionsMarshal.AsImmutableArray(counts));
    }

    int Place(double value)
    {
        var mask = _values.Length - 1;
        // The low bits of most numbers' significands are zero, and so are the product's: its high ones are spread.
        var hash = BitConverter.DoubleToUInt64Bits(value + 0.0) * 0x9E3779B97F4A7C15;
        var place = (int)(hash >> (64 - BitOperations.Log2((uint)_values.Length)));
        while (!(double.IsNaN(_values[place]) || _values[place] == value)) place = (place + 1) & mask;
        return place;
    }

    void Grow()
    {
        var (values, counts) = (_values, _counts);
        _values = Free(values.Length * 2);
        _counts = new long[values.Length * 2];
        for (var old = 0; old < values.Length; old++)
        {
            if (counts[old] == 0) continue;
            var place = Place(values[old]);
            _values[place] = values[old];
            _counts[place] = counts[old];
        }
    }

    static double[] Free(int size)
    {
        var free = new double[size];
        Array.Fill(free, double.NaN);
        return free;
    }
}
