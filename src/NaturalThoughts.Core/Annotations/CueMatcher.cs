using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Core.Annotations;

/// <summary>Finds all cues of a taxonomy in one pass: at each word the longest phrase that starts there wins, and its words are not matched
/// again.</summary>
/// <remarks>A trie over words (Aho and Corasick's idea without failure links, as phrases are short): time is text length times the longest
/// phrase at worst.</remarks>
public sealed class CueMatcher
{
    readonly Dictionary<string, int> _words = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<long, int> _next = [];
    // The same words in a table by the hash that a text's words have already: nearly all of those are no cue's, and one look is all it
    // takes to know. At most a quarter full; 0 is an empty place, and ends the search.
    readonly ulong[] _hashes;
    readonly (int Id, int First, int Length)[] _places;
    readonly List<(int Anywhere, int AtStart)> _ends = [(-1, -1)];
    readonly ImmutableArray<Strategy> _strategies;

    /// <summary>A matcher for these strategies; throws <see cref="FormatException"/> on a cue whose braces do not close.</summary>
    public CueMatcher(ImmutableArray<Strategy> strategies)
    {
        _strategies = strategies;
        for (var strategy = 0; strategy < strategies.Length; strategy++)
            foreach (var cue in strategies[strategy].Cues)
                foreach (var phrase in CuePhrases.Expand(cue))
                    Add(phrase, strategy);
        _hashes = new ulong[BitOperations.RoundUpToPowerOf2((uint)_words.Count * 4 + 1)];
        _places = new (int, int, int)[_hashes.Length];
        foreach (var (word, id) in _words)
        {
            var place = PlaceOf(TextWords.HashOf(word));
            _hashes[place] = TextWords.HashOf(word);
            _places[place] = (id, First(id), word.Length);
        }
    }

    /// <summary>All cues in the order of the text: the position of the strategy in the table, and the place labelled with its
    /// name.</summary>
    public List<(int Strategy, Evidence Place)> In(string text)
    {
        using var words = new TextWords(text);
        return In(words);
    }

    /// <inheritdoc cref="In(string)"/>
    internal List<(int Strategy, Evidence Place)> In(TextWords words)
    {
        var spans = words.Spans;
        var found = new List<(int, Evidence)>();
        for (var at = 0; at < spans.Length;)
        {
            var (strategy, length) = Longest(words, at);
            if (strategy >= 0)
                found.Add((strategy, new(_strategies[strategy].Name, spans[at].Start, spans[at + length - 1].End - spans[at].Start)));
            at += Math.Max(1, length);
        }

        return found;
    }

    void Add(string phrase, int strategy)
    {
        var atStart = phrase.StartsWith('^');
        var node = 0;
        foreach (var word in phrase.TrimStart('^').Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!_words.TryGetValue(word, out var id)) _words[word] = id = _words.Count;
            if (!_next.TryGetValue(Edge(node, id), out var next))
            {
                _next[Edge(node, id)] = next = _ends.Count;
                _ends.Add((-1, -1));
            }

            node = next;
        }

        // Where two strategies claim one phrase, the first in the table has it.
        var (anywhere, start) = _ends[node];
        _ends[node] = atStart ? (anywhere, start < 0 ? strategy : start) : (anywhere < 0 ? strategy : anywhere, start);
    }

    static long Edge(int node, int word) => ((long)node << 32) | (uint)word;

    int First(int word) => _next.GetValueOrDefault(Edge(0, word), -1);

    // Where the table has a hash, or would.
    int PlaceOf(ulong hash)
    {
        var place = (int)hash & (_hashes.Length - 1);
        while (_hashes[place] != 0 && _hashes[place] != hash) place = (place + 1) & (_hashes.Length - 1);
        return place;
    }

    // The number of the cue word that a text's word is, and where that leads from the root; -1: none, nowhere. Of ASCII letters 64 bits of
    // hash and the length say enough; others may fold in more ways than one, and are looked up.
    (int Id, int First) Find(TextWords words, int at)
    {
        var place = PlaceOf(words.Hashes[at]);
        if (words.IsAscii && _hashes[place] == 0) return (-1, -1);
        var span = words.Spans[at];
        var word = words.Text.AsSpan(span.Start, span.Length);
        if (words.IsAscii || Ascii.IsValid(word))
            return _hashes[place] != 0 && _places[place].Length == span.Length ? (_places[place].Id, _places[place].First) : (-1, -1);
        var id = IdOf(word);
        return (id, id < 0 ? -1 : First(id));
    }

    int IdOf(ReadOnlySpan<char> word)
    {
        if (word.Contains('’')) word = word.ToString().Replace('’', '\'');
        return _words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var id) ? id : -1;
    }

    (int Strategy, int Length) Longest(TextWords words, int at)
    {
        var node = Find(words, at).First;
        if (node < 0) return (-1, 0);
        var text = words.Text;
        var spans = words.Spans;
        var (best, length) = (-1, 0);
        for (var i = at; ;)
        {
            var (anywhere, start) = _ends[node];
            var strategy = anywhere >= 0 ? anywhere : start >= 0 && StartsClause(text, spans[at].Start) ? start : -1;
            if (strategy >= 0) (best, length) = (strategy, i - at + 1);
            if (++i == spans.Length || Breaks(text.AsSpan(spans[i - 1].End..spans[i].Start))) break;
            if (!_next.TryGetValue(Edge(node, Find(words, i).Id), out node)) break;
        }

        return (best, length);
    }

    static bool StartsClause(string text, int start)
    {
        var before = start - 1;
        while (before >= 0 && text[before] is ' ' or '*' or '"' or '#') before--;
        return before < 0 || text[before] is '.' or '!' or '?' or ':' or ';' or ',' or '\n' or '(' or '—' or '–' or '…' or ')' or ']';
    }

    static bool Breaks(ReadOnlySpan<char> between) => between is not " " && between.IndexOfAny(".!?;:\n") >= 0;
}
