using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Core.Annotations;

/// <summary>Finds all cues of a taxonomy in one pass: at each word the longest phrase that starts there wins, and its words are not matched
/// again.</summary>
/// <remarks>A trie over words (Aho and Corasick's idea without failure links, as phrases are short): time is text length times the longest
/// phrase at worst.</remarks>
public sealed class CueMatcher
{
    readonly Dictionary<string, int> _words = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<(int Node, int Word), int> _next = [];
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
    }

    /// <summary>All cues in the order of the text: the position of the strategy in the table, and the place labelled with its
    /// name.</summary>
    public List<(int Strategy, Evidence Place)> In(string text)
    {
        var spans = Words.Of(text).ToArray();
        var ids = Ids(text, spans);
        var found = new List<(int, Evidence)>();
        for (var at = 0; at < spans.Length;)
        {
            var (strategy, length) = ids[at] < 0 ? (-1, 0) : Longest(text, spans, ids, at);
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
            if (!_next.TryGetValue((node, id), out var next))
            {
                _next[(node, id)] = next = _ends.Count;
                _ends.Add((-1, -1));
            }

            node = next;
        }

        // Where two strategies claim one phrase, the first in the table has it.
        var (anywhere, start) = _ends[node];
        _ends[node] = atStart ? (anywhere, start < 0 ? strategy : start) : (anywhere < 0 ? strategy : anywhere, start);
    }

    int[] Ids(string text, WordSpan[] spans)
    {
        var ids = new int[spans.Length];
        var lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < spans.Length; i++)
        {
            var word = text.AsSpan(spans[i].Start, spans[i].Length);
            if (word.Contains('’')) word = word.ToString().Replace('’', '\'');
            ids[i] = lookup.TryGetValue(word, out var id) ? id : -1;
        }

        return ids;
    }

    (int Strategy, int Length) Longest(string text, WordSpan[] spans, int[] ids, int at)
    {
        var (best, length, node) = (-1, 0, 0);
        var starts = StartsClause(text, spans[at].Start);
        for (var i = at; i < spans.Length && ids[i] >= 0; i++)
        {
            if (i > at && Breaks(text.AsSpan(spans[i - 1].End..spans[i].Start))) break;
            if (!_next.TryGetValue((node, ids[i]), out node)) break;
            var (anywhere, start) = _ends[node];
            var strategy = anywhere >= 0 ? anywhere : starts ? start : -1;
            if (strategy >= 0) (best, length) = (strategy, i - at + 1);
        }

        return (best, length);
    }

    static bool StartsClause(string text, int start)
    {
        var before = start - 1;
        while (before >= 0 && text[before] is ' ' or '*' or '"' or '#') before--;
        return before < 0 || text[before] is '.' or '!' or '?' or ':' or ';' or ',' or '\n' or '(' or '—' or '–' or '…' or ')' or ']';
    }

    static bool Breaks(ReadOnlySpan<char> between) => between.IndexOfAny(".!?;:\n") >= 0;
}
