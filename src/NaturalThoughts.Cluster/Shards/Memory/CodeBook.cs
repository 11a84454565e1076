using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Cluster.Shards.Memory;

/// <summary>Few values that many records name: numbers for them, from 0 in the order they come.</summary>
sealed class CodeBook<T>
    where T : notnull
{
    readonly Dictionary<T, int> _codes = [];
    readonly List<T> _values = [];

    /// <summary>The value of a number that <see cref="Of"/> gave.</summary>
    public T this[int code] => _values[code];

    /// <summary>Writes all of it to an image, or reads it from one.</summary>
    public void Exchange(MemoryImage image, Func<T?, T> value)
    {
        image.List(_values, value);
        for (var code = 0; code < _values.Count; code++) _codes[_values[code]] = code;
    }

    /// <summary>The number of a value.</summary>
    public int Of(T value)
    {
        if (_codes.TryGetValue(value, out var code)) return code;
        _values.Add(value);
        return _codes[value] = _values.Count - 1;
    }
}
