using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Numerics;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Core.Clusters;

/// <summary>Vectors of questions without a model: the words a question holds, the rarer the more they weigh (TF-IDF), projected at random
/// to few dimensions (Achlioptas, <i>Database-friendly random projections</i>, 2003). It knows words and not what they mean.</summary>
public static class LexicalEmbedder
{
    /// <summary>Its name and version; another version may give other vectors.</summary>
    public const string Version = "lexical 1";

    /// <summary>Numbers that words are hashed to; of a pool with more words some share one.</summary>
    public const int Buckets = 1 << 16;

    /// <summary>Dimensions of its vectors: with fewer, chance between questions that share no word drowns what others share.</summary>
    public const int Dimensions = 512;

    // Weights are rounded to this part, so that their sums are exact.
    const double Unit = 1024;

    const ulong WordSeed = 0x6E74776F7264;

    // Scripts from here on mostly write words without spaces between them.
    const char FirstUnspaced = '\u2E80';

    /// <summary>Counts a question's words for their weights: each bucket once.</summary>
    /// <param name="text">The question.</param>
    /// <param name="questions">Questions by bucket.</param>
    public static void Count(string text, Span<int> questions)
    {
        foreach (var bucket in Words(text).Keys) questions[bucket]++;
    }

    /// <summary>The vector of a question.</summary>
    public static ImmutableArray<short> Of(string text, WordWeights weights)
    {
        var sums = new long[Dimensions];
        var words = Words(text);
        // A question whose words are all its own has to have some direction, too.
        var alone = words.Keys.All(bucket => weights[bucket] == 0);
        foreach (var (bucket, times) in words)
        {
            var weight = (long)Math.Round((1 + ExactMath.Log(times)) * (alone ? 1 : weights[bucket]) * Unit);
            for (var at = 0; at < Dimensions; at += 64)
            {
                var signs = SeededHash.Of((ulong)at, (UInt128)(uint)bucket);
                for (var bit = 0; bit < 64; bit++) sums[at + bit] += (signs >> bit & 1) == 0 ? weight : -weight;
            }
        }

        return UnitVector.Of(Array.ConvertAll(sums, sum => (double)sum))
            ?? throw new InvalidOperationException($"The words of a question cancel out: {text}");
    }

    static Dictionary<int, int> Words(string text)
    {
        var folded = Nfc.Of(text).ToLowerInvariant();
        var words = new Dictionary<int, int>();
        for (var at = 0; at < folded.Length;)
        {
            var length = WordAt(folded, at);
            if (length > 0) Add(folded.AsSpan(at, length));
            at += Math.Max(1, length);
        }

        // A question of signs alone is known by its signs.
        if (words.Count == 0)
            foreach (var sign in folded.Where(sign => !char.IsWhiteSpace(sign))) Add([sign]);
        if (words.Count == 0) Add([]);
        return words;

        void Add(ReadOnlySpan<char> word)
        {
            var bucket = BucketOf(word);
            words[bucket] = words.GetValueOrDefault(bucket) + 1;
        }
    }

    static int WordAt(string text, int at)
    {
        if (!char.IsLetterOrDigit(text[at])) return 0;
        if (text[at] >= FirstUnspaced) return 1;
        var end = at + 1;
        while (end < text.Length && char.IsLetterOrDigit(text[end]) && text[end] < FirstUnspaced) end++;
        return end - at;
    }

    // FNV-1a, mixed: the low bits of it alone are not evenly spread.
    static int BucketOf(ReadOnlySpan<char> word)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var unit in word) hash = (hash ^ unit) * 0x100000001B3;
        return (int)(SeededHash.Of(WordSeed, hash) % Buckets);
    }
}

/// <summary>How much words weigh in a pool: 1 + ln((1 + n) / (1 + questions that hold the word)), and nothing where hardly any other holds
/// it: such a word tells a question from all others and likens it to none.</summary>
public sealed class WordWeights
{
    const int LeastQuestions = 3;

    readonly double[] _weights;

    /// <summary>Weights from counts.</summary>
    /// <param name="questions">Questions by bucket (<see cref="LexicalEmbedder.Count"/>).</param>
    /// <param name="all">All questions.</param>
    public WordWeights(ReadOnlySpan<int> questions, long all)
    {
        _weights = new double[questions.Length];
        for (var bucket = 0; bucket < _weights.Length; bucket++)
            _weights[bucket] = questions[bucket] < LeastQuestions ? 0 : 1 + ExactMath.Log((1.0 + all) / (1.0 + questions[bucket]));
    }

    /// <summary>The weight of a bucket.</summary>
    public double this[int bucket] => _weights[bucket];
}
