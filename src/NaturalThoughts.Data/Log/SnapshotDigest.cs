using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Log.Json;

namespace NaturalThoughts.Data.Log;

/// <summary>
/// Names a set of facts, whatever the order they came in and the number of shards they lie in: count and sum, modulo 2^128, of the first
/// 128 bits of each fact's SHA-256.
/// </summary>
/// <remarks>
/// <para>Two different sets of facts have the same name with probability 2^-128: the hashes behave as independent uniform numbers,
/// and so does a sum in which one of them differs. A sum and not XOR, where a fact counted twice would vanish. Against somebody
/// who makes up facts for the purpose it is no defence (for sums, collisions can be computed: Wagner, <i>A generalized birthday
/// problem</i>, 2002); the files' SHA-256 in a dataset's manifest are.</para>
/// <para>What must not change a dataset is left out: attempts, and the endpoint that answered. Add each key once, the first in log
/// order.</para>
/// </remarks>
/// <param name="Count">How many facts.</param>
/// <param name="Sum">Sum of their hashes.</param>
public readonly record struct SnapshotDigest(long Count, UInt128 Sum)
{
    /// <summary>No facts.</summary>
    public static SnapshotDigest Empty => default;

    /// <summary>The name as one digest.</summary>
    public Digest Digest => Digest.Of("snapshot", Count.ToString(CultureInfo.InvariantCulture), new Digest(Sum).ToString());

    /// <summary>With one more fact.</summary>
    public SnapshotDigest Add(Fact fact) => fact is AttemptFact ? this : new(Count + 1, unchecked(Sum + HashOf(fact)));

    /// <summary>With the facts of another shard.</summary>
    public SnapshotDigest Add(SnapshotDigest other) => new(Count + other.Count, unchecked(Sum + other.Sum));

    /// <inheritdoc/>
    public override string ToString() => Digest.ToString();

    // The line holds everything the key is made of.
    static UInt128 HashOf(Fact fact)
    {
        if (fact is ResponseFact { Response.Endpoint: not null } response)
            fact = response with { Response = response.Response with { Endpoint = null } };
        var line = new ArrayBufferWriter<byte>(512);
        FactJson.Write(fact, line);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(line.WrittenSpan, hash);
        return Digest.FromHash(hash).Value;
    }
}
