using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Cluster.Shards.Memory;

/// <summary>Which questions a model has embedded, by number: a bit for each question and request. Their vectors stay in the log.</summary>
sealed class EmbeddedQuestions
{
    const int Bits = 64;

    readonly Dictionary<Digest, BlockList<ulong>> _words = [];

    /// <summary>Takes note of an embedding.</summary>
    public void Add(Digest request, int number)
    {
        if (!_words.TryGetValue(request, out var words)) _words[request] = words = new();
        while (words.Count <= number / Bits) words.Add(0);
        words[number / Bits] |= 1UL << (number % Bits);
    }

    /// <summary>Writes all of it to an image, or reads it from one.</summary>
    public void Exchange(MemoryImage image)
    {
        List<KeyValuePair<Digest, BlockList<ulong>>> all = [.. _words];
        image.List(all, pair =>
        {
            var (request, words) = (image.Same(pair.Key), pair.Value ?? new());
            words.Exchange(image);
            return new(request, words);
        });
        foreach (var (request, words) in all) _words[request] = words;
    }

    /// <summary>Whether there is one.</summary>
    public bool Contains(Digest request, int number) => _words.TryGetValue(request, out var words)
        && number >= 0 && number / Bits < words.Count && (words[number / Bits] >> (number % Bits) & 1) != 0;
}
