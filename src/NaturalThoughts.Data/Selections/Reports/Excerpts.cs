using System.Collections.Immutable;
using System.Globalization;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Data.Selections.Reports;

/// <summary>Shortens the texts of an example.</summary>
public static class Excerpts
{
    const int Head = 700;
    const int Middle = 700;
    const int End = 500;
    const int SmallestGap = 200;
    const int Slack = 40;
    const int Shown = 200;

    /// <summary>The beginning of a text, and how much more there is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">Most UTF-16 units of it.</param>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        var head = text[..Edge(text, most)].TrimEnd();
        return $"{head}… ({(text.Length - head.Length).ToString("N0", CultureInfo.InvariantCulture)} characters more)";
    }

    /// <summary>The beginning of a text as a list shows it: 200 UTF-16 units at most, and a mark where there is more.</summary>
    public static string Beginning(string text) => text.Length <= Shown ? text : $"{text[..Edge(text, Shown)].TrimEnd()}…";

    /// <summary>Long reasoning is cut to its beginning, its end, and the stretch between them that shows most strategies.</summary>
    /// <param name="reasoning">The reasoning.</param>
    /// <param name="places">Where strategies were seen in it.</param>
    public static ImmutableArray<ExcerptPiece> Of(string reasoning, IEnumerable<Evidence> places)
    {
        var seen = places.Where(place => place.Length > 0 && place.Start >= 0 && place.Start <= reasoning.Length - place.Length)
            .OrderBy(place => place.Start).ToList();
        var pieces = ImmutableArray.CreateBuilder<ExcerptPiece>();
        var shown = 0;
        foreach (var (near, to) in Windows(reasoning, seen))
        {
            var from = near - shown <= SmallestGap ? shown : near;
            while (from > shown && from < to && char.IsWhiteSpace(reasoning[from])) from++;
            if (from > shown) pieces.Add(new("", LeftOut: from - shown));
            AddWindow(pieces, reasoning, from, to, seen);
            shown = to;
        }

        return pieces.ToImmutable();
    }

    static IEnumerable<(int From, int To)> Windows(string text, List<Evidence> seen)
    {
        if (text.Length <= Head + Middle + End + Slack) return [(0, text.Length)];
        var (first, last) = (Edge(text, Head), Edge(text, text.Length - End));
        if (Densest(seen, first, last) is not { } densest) return [(0, first), (last, text.Length)];
        var from = Math.Max(first, Edge(text, densest - Slack));
        return [(0, first), (from, Math.Max(from, Math.Min(last, Edge(text, from + Middle)))), (last, text.Length)];
    }

    // Where a stretch begins that shows most different strategies, then most places, then the first such; null: nothing to show.
    static int? Densest(List<Evidence> seen, int first, int last)
    {
        (int Different, int Places, int From)? best = null;
        foreach (var place in seen.Where(place => place.Start >= first && place.Start + place.Length <= last))
        {
            var shown = seen.Where(other => other.Start >= place.Start
                && other.Start + other.Length <= Math.Min(last, place.Start - Slack + Middle)).ToList();
            var found = (shown.Select(other => other.Label).Distinct().Count(), shown.Count, -place.Start);
            if (best is null || found.CompareTo(best.Value) > 0) best = found;
        }

        return -best?.From;
    }

    static void AddWindow(ImmutableArray<ExcerptPiece>.Builder pieces, string text, int from, int to, List<Evidence> seen)
    {
        foreach (var place in seen)
        {
            // Of places that overlap the first is marked.
            if (place.Start < from || place.Start + place.Length > to) continue;
            if (place.Start > from) pieces.Add(new(text[from..place.Start]));
            from = place.Start + place.Length;
            pieces.Add(new(text[place.Start..from], place.Label));
        }

        if (to > from) pieces.Add(new(text[from..to]));
    }

    // Between words where there are words, never within a surrogate pair.
    static int Edge(string text, int near)
    {
        if (near >= text.Length) return text.Length;
        for (var at = near; at > near - Slack && at > 0; at--)
            if (char.IsWhiteSpace(text[at])) return at;
        return near > 0 && char.IsLowSurrogate(text[near]) && char.IsHighSurrogate(text[near - 1]) ? near - 1 : near;
    }
}
