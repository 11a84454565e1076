using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Cluster.Shards.Memory;

/// <summary>The keys that came last, a bounded number of them.</summary>
/// <param name="most">How many; each takes about 50 bytes.</param>
sealed class RecentKeys(int most)
{
    readonly HashSet<Digest> _keys = [];
    readonly Queue<Digest> _order = new();

    /// <summary>Whether a key is among them.</summary>
    public bool Contains(Digest key) => _keys.Contains(key);

    /// <summary>Writes all of it to an image, or reads it from one.</summary>
    public void Exchange(MemoryImage image)
    {
        List<Digest> keys = [.. _order];
        image.List(keys, image.Same);
        foreach (var key in keys) Add(key);
    }

    /// <summary>Takes a key, for which the oldest one may have to go.</summary>
    public void Add(Digest key)
    {
        if (!_keys.Add(key)) return;
        if (_order.Count == most) _keys.Remove(_order.Dequeue());
        _order.Enqueue(key);
    }
}
