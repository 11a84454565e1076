using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using NaturalThoughts.Core.Numerics;

namespace NaturalThoughts.Core.Annotations;

/// <summary>Word n-grams of a text, case folded.</summary>
static class WordGrams
{
    /// <summary>The share of n-grams that occurred before in the same text, 0 to 1; 0 for a text of fewer words.</summary>
    /// <param name="words">The words.</param>
    /// <param name="n">How many make a gram, at least 1.</param>
    public static double Repeated(TextWords words, int n)
    {
        var grams = words.Count - n + 1;
        if (grams <= 0) return 0;
        var places = (int)BitOperations.RoundUpToPowerOf2((uint)grams * 2);
        var seen = ArrayPool<ulong>.Shared.Rent(places);
        seen.AsSpan(0, places).Clear();
        var repeated = Repeated(words.Hashes, n, seen.AsSpan(0, places));
        ArrayPool<ulong>.Shared.Return(seen);
        return (double)repeated / grams;
    }

    // A gram's hash is a polynomial of its words' (Karp and Rabin), so the next one's takes two multiplications however long a gram is. The
    // set is a table at most half full, where 0 is an empty place.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Repeated(ReadOnlySpan<ulong> words, int n, Span<ulong> seen)
    {
        const ulong factor = Mixing64.GoldenGamma;
        var (gram, leaving, repeated) = (0UL, 1UL, 0);
        for (var i = 0; i < n; i++) (gram, leaving) = (gram * factor + words[i], leaving * factor);
        var shift = 64 - BitOperations.Log2((uint)seen.Length);
        for (var i = n; ; i++)
        {
            var key = Math.Max(gram, 1);
            var place = (int)(key * factor >> shift);
            while (seen[place] != 0 && seen[place] != key) place = (place + 1) & (seen.Length - 1);
            if (seen[place] == key) repeated++;
            seen[place] = key;
            if (i == words.Length) return repeated;
            gram = gram * factor + words[i] - leaving * words[i - n];
        }
    }
}
