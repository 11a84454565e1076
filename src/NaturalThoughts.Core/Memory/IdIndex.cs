using System.Numerics;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Memory;

/// <summary>Numbers 128-bit ids from 0 in the order they come, and finds an id's number. 22 bytes an id: 16 for the id, 4 for the next
/// of its bucket, and 2 for half a bucket.</summary>
/// <remarks>A hash table that grows by one bucket at a time, so that no growth ever holds two tables or moves more than one chain
/// (W. Litwin, <i>Linear hashing: a new tool for file and table addressing</i>, VLDB 1980), with two ids a bucket.</remarks>
public sealed class IdIndex
{
    const int Load = 2;
    const int None = -1;

    readonly BlockList<UInt128> _ids = new();
    readonly BlockList<int> _next = new();
    BlockList<int> _first = new();

    /// <summary>An empty index.</summary>
    public IdIndex() => _first.Add(None);

    /// <summary>Different ids.</summary>
    public int Count => _ids.Count;

    /// <summary>Bytes all of it takes.</summary>
    public long Bytes => _ids.Bytes + _next.Bytes + _first.Bytes;

    /// <summary>The ids by number, as of now: <see cref="BlockList{T}.BlockLength"/> a block.</summary>
    public UInt128[][] Blocks => _ids.Blocks;

    /// <summary>The id with a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public UInt128 this[int ordinal] => _ids[ordinal];

    /// <summary>The number of an id; -1 where it is not known.</summary>
    public int Find(UInt128 id)
    {
        var ordinal = _first[Bucket(id)];
        while (ordinal != None && _ids[ordinal] != id) ordinal = _next[ordinal];
        return ordinal;
    }

    /// <summary>The number of an id, which gets the next one where it is not known.</summary>
    public int Add(UInt128 id)
    {
        if (Find(id) is var known and not None) return known;
        if (_ids.Count >= Load * _first.Count) Split();
        var ordinal = _ids.Add(id);
        ref var first = ref _first[Bucket(id)];
        _next.Add(first);
        return first = ordinal;
    }

    /// <summary>Writes all of it to an image, or reads it from one.</summary>
    public void Exchange(MemoryImage image)
    {
        if (image.IsRead) _first = new();
        _ids.Exchange(image);
        _next.Exchange(image);
        _first.Exchange(image);
    }

    // A further bucket takes its share of the one that it was a part of.
    void Split()
    {
        var added = _first.Add(None);
        ref var source = ref _first[added - HighestPower(added)];
        var rest = source;
        source = None;
        while (rest != None)
        {
            var (ordinal, after) = (rest, _next[rest]);
            ref var bucket = ref _first[Bucket(_ids[ordinal])];
            _next[ordinal] = bucket;
            bucket = ordinal;
            rest = after;
        }
    }

    int Bucket(UInt128 id)
    {
        var hash = SeededHash.Of(0, id);
        var power = HighestPower(_first.Count);
        var bucket = (int)(hash & ((2 * (ulong)power) - 1));
        return bucket < _first.Count ? bucket : bucket - power;
    }

    static int HighestPower(int number) => 1 << BitOperations.Log2((uint)number);
}
