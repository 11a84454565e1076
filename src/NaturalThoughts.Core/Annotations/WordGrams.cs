using NaturalThoughts.Core.Numerics;

namespace NaturalThoughts.Core.Annotations;

/// <summary>Word n-grams of a text, case folded.</summary>
static class WordGrams
{
    /// <summary>The share of n-grams that occurred before in the same text, 0 to 1; 0 for a text of fewer words.</summary>
    public static double Repeated(string text, int n)
    {
        var window = new ulong[n];
        var seen = new HashSet<ulong>();
        long words = 0, grams = 0, repeated = 0;
        foreach (var word in Words.Of(text))
        {
            window[words++ % n] = Hash(text.AsSpan(word.Start, word.Length));
            if (words < n) continue;
            var gram = 0xCBF29CE484222325UL;
            for (var i = words; i < words + n; i++) gram = Mixing64.Mix(gram ^ window[i % n]);
            grams++;
            if (!seen.Add(gram)) repeated++;
        }

        return grams == 0 ? 0 : (double)repeated / grams;
    }

    static ulong Hash(ReadOnlySpan<char> word)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var letter in word) hash = (hash ^ char.ToLowerInvariant(letter)) * 0x100000001B3UL;
        return hash;
    }
}
