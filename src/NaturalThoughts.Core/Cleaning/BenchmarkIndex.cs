using System.Globalization;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Core.Cleaning;

/// <summary>The texts of benchmarks, by their words: which question has a text's words, or an n-gram of them. Filled first, then read by
/// any number of threads.</summary>
/// <remarks>About 30 bytes for each word of the benchmarks; no text.</remarks>
public sealed class BenchmarkIndex
{
    const int MostMatched = 400;

    readonly Dictionary<ulong, int> _whole = [];
    readonly SortedDictionary<int, Dictionary<ulong, int>> _grams = [];
    readonly List<(int File, long Row)> _texts = [];
    readonly List<string> _files = [];
    readonly List<ulong> _hashes = [];
    readonly NormalText _text = new();

    /// <summary>Texts in it.</summary>
    public int Texts => _texts.Count;

    /// <summary>Adds a benchmark's text; of two with the same words the first one is named.</summary>
    /// <param name="file">Its file's name.</param>
    /// <param name="row">1-based row.</param>
    /// <param name="text">The text.</param>
    /// <param name="ngram">How many words in a row are too many to share.</param>
    public void Add(string file, long row, string text, int ngram)
    {
        _text.Read(text);
        if (_text.Words.IsEmpty) return;
        if (_files.Count == 0 || _files[^1] != file) _files.Add(file);
        var number = _texts.Count;
        _texts.Add((_files.Count - 1, row));
        _whole.TryAdd(WordGrams.OfAll(_text.Words), number);
        if (!_grams.TryGetValue(ngram, out var grams)) _grams[ngram] = grams = [];
        _hashes.Clear();
        WordGrams.Add(_text.Words, ngram, _hashes);
        foreach (var hash in _hashes) grams.TryAdd(hash, number);
    }

    /// <summary>What a question has in common with the benchmarks; null: nothing. A question with options is looked for with and without
    /// them.</summary>
    /// <param name="question">The question.</param>
    /// <param name="text">Room for its words; reads the question's text.</param>
    public Contamination? Find(Question question, NormalText text)
    {
        text.Read(question.Text);
        var words = text.Words;
        if (words.IsEmpty) return null;
        if (_whole.TryGetValue(WordGrams.OfAll(words), out var same)) return new(PlaceOf(same), null, Matched(text, 0, words.Length));
        var stem = StemOf(question, words);
        if (stem > 0 && _whole.TryGetValue(WordGrams.OfAll(words[..stem]), out same))
            return new(PlaceOf(same), null, Matched(text, 0, stem));
        var hashes = new List<ulong>();
        foreach (var (ngram, grams) in _grams)
        {
            hashes.Clear();
            WordGrams.Add(words, ngram, hashes);
            if (hashes.FindIndex(grams.ContainsKey) is var first and >= 0) return Overlap(text, ngram, hashes, first, grams);
        }

        return null;
    }

    // As far as the overlap goes on.
    Contamination Overlap(NormalText text, int ngram, List<ulong> hashes, int first, Dictionary<ulong, int> grams)
    {
        var last = first;
        while (last + 1 < hashes.Count && grams.ContainsKey(hashes[last + 1])) last++;
        return new(PlaceOf(grams[hashes[first]]), ngram, Matched(text, first, last - first + ngram));
    }

    // The options stand behind the question, each with its letter.
    static int StemOf(Question question, ReadOnlySpan<ulong> words)
    {
        if (question.Options.IsDefaultOrEmpty) return 0;
        var options = new NormalText();
        options.Read(string.Join('\n', question.Options.Select((option, place) => $"{(char)('A' + place)}. {option}")));
        return words.EndsWith(options.Words) ? words.Length - options.Words.Length : 0;
    }

    string PlaceOf(int text) => string.Create(
        CultureInfo.InvariantCulture, $"{_files[_texts[text].File]}:{_texts[text].Row}");

    static string Matched(NormalText text, int first, int count)
    {
        var written = text.Written(first, count);
        if (written.Length <= MostMatched) return written.ToString();
        // Not in the middle of a character.
        var end = char.IsHighSurrogate(written[MostMatched - 2]) ? MostMatched - 2 : MostMatched - 1;
        return $"{written[..end]}…";
    }
}
