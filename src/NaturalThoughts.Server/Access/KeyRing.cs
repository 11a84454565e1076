using System.Collections.Immutable;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Access;

/// <summary>The keys that open the server.</summary>
/// <param name="Keys">All of them, each name once.</param>
sealed record KeyRing(ImmutableArray<KnownKey> Keys)
{
    /// <summary>Who has this key; null where it is none of these.</summary>
    public Caller? Find(string given)
    {
        var hash = ApiKey.HashOf(given);
        KnownKey? found = null;
        // All of them are looked at: how long it takes says nothing about which one it was.
        foreach (var known in Keys)
            if (known.Key.Has(hash)) found = known;
        return found?.Holder;
    }

    /// <summary>Whether somebody has the same key and role still.</summary>
    public bool Has(Caller caller) => Keys.Any(known => known.Holder == caller);
}

/// <summary>A key somebody was given.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Role">What it opens.</param>
/// <param name="Key">Its hash.</param>
sealed record KnownKey(string Name, Role Role, ApiKey Key)
{
    /// <summary>Who has it.</summary>
    public Caller Holder => new(Name, Role, Caller.Key) { Stamp = Key.Stamp };

    /// <summary>The name of the one key in <c>Http:ApiKey</c>.</summary>
    public const string Single = "key";
}
