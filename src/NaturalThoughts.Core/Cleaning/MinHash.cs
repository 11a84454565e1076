using System.Numerics;
using System.Runtime.InteropServices;
using NaturalThoughts.Core.Numerics;

namespace NaturalThoughts.Core.Cleaning;

/// <summary>Signatures of sets: of each of several hash functions the least value over the set. Two sets have the same least value with the
/// probability of their Jaccard similarity.</summary>
/// <remarks>Broder, <i>On the resemblance and containment of documents</i>, 1997. The functions are a·x + b modulo 2^64 with fixed odd a;
/// what they hash is mixed already. Whole numbers: the same bits on every CPU, however wide its vectors.</remarks>
public sealed class MinHash
{
    const ulong Seed = 0x6E61747572616C21;

    // As wide as the widest vector, so that a signature's last hashes need no case of their own.
    const int Lanes = 8;

    readonly ulong[] _factors;
    readonly ulong[] _terms;

    /// <summary>So many functions.</summary>
    public MinHash(int hashes)
    {
        var padded = (hashes + Lanes - 1) / Lanes * Lanes;
        _factors = [.. Enumerable.Range(0, padded).Select(n => Mixing64.Nth(Seed, 2 * n) | 1)];
        _terms = [.. Enumerable.Range(0, padded).Select(n => Mixing64.Nth(Seed, (2 * n) + 1))];
    }

    /// <summary>Length of a signature; of the hashes asked for, those behind them are there besides.</summary>
    public int Length => _factors.Length;

    /// <summary>The signature of a set.</summary>
    /// <param name="set">At least one element.</param>
    /// <param name="signature">Gets <see cref="Length"/> hashes.</param>
    public void Sign(ReadOnlySpan<ulong> set, Span<ulong> signature)
    {
        var factors = MemoryMarshal.Cast<ulong, Vector<ulong>>(_factors.AsSpan());
        var terms = MemoryMarshal.Cast<ulong, Vector<ulong>>(_terms.AsSpan());
        var least = MemoryMarshal.Cast<ulong, Vector<ulong>>(signature[..Length]);
        for (var at = 0; at < least.Length; at++)
        {
            var (factor, term, min) = (factors[at], terms[at], new Vector<ulong>(ulong.MaxValue));
            foreach (var element in set) min = Vector.Min(min, (new Vector<ulong>(element) * factor) + term);
            least[at] = min;
        }
    }
}
