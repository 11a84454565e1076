namespace NaturalThoughts.Cluster.Shards.Memory;

/// <summary>64 bits of the key of each of a question's facts: a list while they are few, a set from then on.</summary>
/// <param name="few">Those that are known already.</param>
sealed class Fingerprints(List<ulong> few)
{
    /// <summary>As many are looked through one by one.</summary>
    public const int MostFew = 256;

    HashSet<ulong>? _many;

    /// <summary>How many.</summary>
    public int Count => _many?.Count ?? few.Count;

    /// <summary>Whether they are a set.</summary>
    public bool AreMany => _many is not null;

    /// <summary>All of them while they are few.</summary>
    public List<ulong> Few => AreMany ? throw new InvalidOperationException("They are many.") : few;

    /// <summary>Bytes they take, about, once they are many: entries and buckets, and as much again for growing.</summary>
    public long Bytes => 40L * Count;

    /// <summary>Whether one is among them.</summary>
    public bool Contains(ulong fingerprint) => _many?.Contains(fingerprint) ?? few.Contains(fingerprint);

    /// <summary>Adds one.</summary>
    public void Add(ulong fingerprint)
    {
        if (_many is not null)
        {
            _many.Add(fingerprint);
            return;
        }

        few.Add(fingerprint);
        if (few.Count > MostFew) (_many, few) = ([.. few], []);
    }
}
