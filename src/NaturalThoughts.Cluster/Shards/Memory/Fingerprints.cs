namespace NaturalThoughts.Cluster.Shards.Memory;

/// <summary>64 bits of the key of each of a question's facts: a list while they are few, a set from then on.</summary>
/// <param name="known">Those that are known already.</param>
sealed class Fingerprints(List<ulong> known)
{
    /// <summary>As many are looked through one by one.</summary>
    public const int MostFew = 256;

    List<ulong> _few = known.Count > MostFew ? [] : known;
    HashSet<ulong>? _many = known.Count > MostFew ? [.. known] : null;

    /// <summary>How many.</summary>
    public int Count => _many?.Count ?? _few.Count;

    /// <summary>Whether they are a set.</summary>
    public bool AreMany => _many is not null;

    /// <summary>All of them while they are few.</summary>
    public List<ulong> Few => AreMany ? throw new InvalidOperationException("They are many.") : _few;

    /// <summary>All of them.</summary>
    public List<ulong> All => AreMany ? [.. _many!] : _few;

    /// <summary>Bytes they take, about, once they are many: entries and buckets, and as much again for growing.</summary>
    public long Bytes => 40L * Count;

    /// <summary>Whether one is among them.</summary>
    public bool Contains(ulong fingerprint) => _many?.Contains(fingerprint) ?? _few.Contains(fingerprint);

    /// <summary>Adds one.</summary>
    public void Add(ulong fingerprint)
    {
        if (_many is not null)
        {
            _many.Add(fingerprint);
            return;
        }

        _few.Add(fingerprint);
        if (_few.Count > MostFew) (_many, _few) = ([.. _few], []);
    }
}
