using System.Runtime.InteropServices;

namespace NaturalThoughts.Core.Cleaning;

/// <summary>Sets of word shingles, and how much of them two texts share.</summary>
public static class Shingles
{
    /// <summary>The set of a text's shingles, in ascending order: each run of so many words, hashed. A shorter text has one shingle, all of
    /// it; one without words has none.</summary>
    public static ulong[] Of(NormalText text, int words)
    {
        if (text.Words.IsEmpty) return [];
        var all = new List<ulong>(text.Words.Length);
        WordGrams.Add(text.Words, Math.Min(words, text.Words.Length), all);
        var span = CollectionsMarshal.AsSpan(all);
        span.Sort();
        var count = 1;
        for (var at = 1; at < span.Length; at++)
            if (span[at] != span[count - 1]) span[count++] = span[at];
        return span[..count].ToArray();
    }

    /// <summary>The share of both sets' shingles that both have, 0 to 1 (Jaccard); 0 where one is empty.</summary>
    public static double Jaccard(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        if (left.IsEmpty || right.IsEmpty) return 0;
        var shared = 0;
        for (int l = 0, r = 0; l < left.Length && r < right.Length;)
        {
            var (a, b) = (left[l], right[r]);
            if (a == b) shared++;
            if (a <= b) l++;
            if (b <= a) r++;
        }

        return (double)shared / (left.Length + right.Length - shared);
    }
}
