using CsCheck;
using NaturalThoughts.Core.Cleaning;

namespace NaturalThoughts.Core.Tests.Cleaning;

public sealed class ShinglesTests
{
    static readonly Gen<int[]> Words = Gen.Int[0, 4].Array[0, 30];

    [Fact]
    public void Jaccard_AnyTexts_IsThatOfTheirSetsOfWordRuns() =>
        Gen.Select(Words, Words, Gen.Int[1, 6]).Sample((left, right, size) =>
        {
            var (l, r) = (Runs(left, size), Runs(right, size));
            var expected = l.Count == 0 || r.Count == 0 ? 0 : (double)l.Intersect(r).Count() / l.Union(r).Count();
            Assert.Equal(expected, Shingles.Jaccard(Of(left, size), Of(right, size)));
        });

    [Fact]
    public void Of_AnyText_IsASetInAscendingOrder() => Gen.Select(Words, Gen.Int[1, 6]).Sample((words, size) =>
    {
        var shingles = Of(words, size);
        Assert.Equal(shingles.Distinct().Order(), shingles);
        Assert.Equal(Runs(words, size).Count, shingles.Length);
    });

    // A text of fewer words has one run, all of it.
    static HashSet<string> Runs(int[] words, int size)
    {
        if (words.Length == 0) return [];
        size = Math.Min(size, words.Length);
        return [.. Enumerable.Range(0, words.Length - size + 1).Select(at => $"{size}:{string.Join(' ', words[at..(at + size)])}")];
    }

    static ulong[] Of(int[] words, int size)
    {
        var text = new NormalText();
        text.Read(string.Join(' ', words));
        return Shingles.Of(text, size);
    }
}
