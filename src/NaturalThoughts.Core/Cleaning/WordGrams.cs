using NaturalThoughts.Core.Numerics;

namespace NaturalThoughts.Core.Cleaning;

/// <summary>Hashes of word n-grams.</summary>
static class WordGrams
{
    const ulong Base = 0xD6E8FEB86659FD93;

    /// <summary>The hash of all words together: the n-gram with as many words.</summary>
    public static ulong OfAll(ReadOnlySpan<ulong> words)
    {
        var sum = 0UL;
        foreach (var word in words) sum = (sum * Base) + word;
        return Finish(sum, words.Length);
    }

    /// <summary>Adds the hash of each n-gram, in the order of their first words; none where there are fewer words.</summary>
    /// <remarks>A polynomial of the words' hashes modulo 2^64, moved on word by word (Karp and Rabin, <i>Efficient randomized
    /// pattern-matching algorithms</i>, 1987).</remarks>
    public static void Add(ReadOnlySpan<ulong> words, int n, List<ulong> grams)
    {
        if (words.Length < n) return;
        var (sum, highest) = (0UL, 1UL);
        for (var at = 0; at < n; at++) (sum, highest) = ((sum * Base) + words[at], highest * Base);
        grams.Add(Finish(sum, n));
        for (var at = n; at < words.Length; at++)
        {
            sum = (sum * Base) + words[at] - (words[at - n] * highest);
            grams.Add(Finish(sum, n));
        }
    }

    // Of n-grams of different lengths none is another's.
    static ulong Finish(ulong sum, int n) => Mixing64.Mix(sum ^ Mixing64.Nth(Base, n));
}
