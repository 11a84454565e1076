using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace NaturalThoughts.Core.Expressions;

/// <summary>Counts numbers exactly; -0 counts as 0.</summary>
sealed class ValueCounter
{
    readonly Dictionary<double, long> _counts = [];
    double _last = double.NaN;
    long _repeats;

    internal int Distinct => _counts.Count;

    internal void Add(double value)
    {
        if (value == _last)
        {
            _repeats++;
            return;
        }

        Flush();
        _last = value + 0.0;
        _repeats = 1;
    }

    internal (ImmutableArray<double> Values, ImmutableArray<long> Counts) Sorted()
    {
        Flush();
        var values = _counts.Keys.ToArray();
        var counts = _counts.Values.ToArray();
        Array.Sort(values, counts);
        return (ImmutableCollectionsMarshal.AsImmutableArray(values), ImmutableCollectionsMarshal.AsImmutableArray(counts));
    }

    void Flush()
    {
        if (_repeats > 0) CollectionsMarshal.GetValueRefOrAddDefault(_counts, _last, out _) += _repeats;
        _repeats = 0;
    }
}
