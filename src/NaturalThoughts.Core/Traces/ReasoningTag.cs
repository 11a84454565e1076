namespace NaturalThoughts.Core.Traces;

/// <summary>An opening or closing mark of reasoning, found in a text.</summary>
/// <param name="Start">0-based offset.</param>
/// <param name="Length">Length of the mark.</param>
/// <param name="Pair">Which pair of marks it belongs to; only marks of one pair match.</param>
/// <param name="Opens">Whether it opens.</param>
/// <param name="StartsLine">Whether only white space stands before it on its line.</param>
readonly record struct ReasoningTag(int Start, int Length, int Pair, bool Opens, bool StartsLine)
{
    static readonly (string Open, string Close)[] Pairs =
    [
        ("<think>", "</think>"),
        ("<thinking>", "</thinking>"),
        ("<|begin_of_thought|>", "<|end_of_thought|>"),
        ("[THINK]", "[/THINK]"),
        ("<seed:think>", "</seed:think>"),
    ];

    /// <summary>End of the mark.</summary>
    public int End => Start + Length;

    /// <summary>All marks in order. One between two equal quotes or backticks is talked about, not used, and left out.</summary>
    public static List<ReasoningTag> In(string text)
    {
        var found = new List<ReasoningTag>();
        for (var at = text.AsSpan().IndexOfAny('<', '['); at >= 0;)
        {
            var tag = At(text, at);
            if (tag is { } mark && !Quoted(text, mark)) found.Add(mark);
            var from = tag?.End ?? at + 1;
            var next = text.AsSpan(from).IndexOfAny('<', '[');
            at = next < 0 ? -1 : from + next;
        }

        return found;
    }

    static ReasoningTag? At(string text, int at)
    {
        var rest = text.AsSpan(at);
        for (var pair = 0; pair < Pairs.Length; pair++)
        {
            if (rest.StartsWith(Pairs[pair].Open, StringComparison.Ordinal))
                return new(at, Pairs[pair].Open.Length, pair, true, AtLineStart(text, at));
            if (rest.StartsWith(Pairs[pair].Close, StringComparison.Ordinal))
                return new(at, Pairs[pair].Close.Length, pair, false, AtLineStart(text, at));
        }

        return null;
    }

    static bool AtLineStart(string text, int at)
    {
        while (at > 0 && text[at - 1] is ' ' or '\t' or '\r') at--;
        return at == 0 || text[at - 1] == '\n';
    }

    static bool Quoted(string text, ReasoningTag tag) =>
        tag.Start > 0 && tag.End < text.Length
            && (text[tag.Start - 1], text[tag.End]) is ('`', '`') or ('"', '"') or ('\'', '\'') or ('“', '”');
}
