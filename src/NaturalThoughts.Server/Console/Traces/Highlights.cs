using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Server.Console.Traces;

/// <summary>A text cut where strategies begin and end in it, so that each piece is marked or is not.</summary>
public sealed record Highlights
{
    Highlights(ImmutableArray<Highlight> pieces, ImmutableArray<StrategyCount> strategies) => (Pieces, Strategies) = (pieces, strategies);

    /// <summary>The text, in its order and without gaps.</summary>
    public ImmutableArray<Highlight> Pieces { get; }

    /// <summary>How often each strategy was seen, the most frequent first.</summary>
    public ImmutableArray<StrategyCount> Strategies { get; }

    /// <summary>In how many places one begins, or several.</summary>
    public int Places => Pieces.Count(piece => piece.Number > 0);

    /// <summary>Marks places in a text. One that is not in the text, or is empty, is left out; one that is given twice
    /// counts once.</summary>
    /// <remarks>Time is that of sorting the places: a text may have tens of thousands of letters and hundreds of places.</remarks>
    public static Highlights Of(string text, IEnumerable<Evidence> places)
    {
        var seen = places.Where(place => place.Start >= 0 && place.Start <= text.Length - place.Length)
            .Select(place => (place.Label, From: Edge(text, place.Start), To: Edge(text, place.Start + place.Length)))
            .Where(place => place.From < place.To).Distinct().OrderBy(place => place.From).ToList();
        var edges = seen.SelectMany(place => new[] { place.From, place.To }).Append(0).Append(text.Length).Distinct().Order().ToList();
        var pieces = ImmutableArray.CreateBuilder<Highlight>(edges.Count);
        var (open, next, number) = (new List<(string Label, int From, int To)>(), 0, 0);
        foreach (var (from, to) in edges.Zip(edges.Skip(1)))
        {
            open.RemoveAll(place => place.To <= from);
            while (next < seen.Count && seen[next].From == from) open.Add(seen[next++]);
            ImmutableArray<string> begun = [.. open.Where(place => place.From == from).Select(place => place.Label).Distinct()];
            pieces.Add(new(text[from..to], [.. open.Select(place => place.Label).Distinct()], begun, begun.IsEmpty ? 0 : ++number));
        }

        return new(pieces.ToImmutable(),
        [
            .. seen.CountBy(place => place.Label).Select(count => new StrategyCount(count.Key, count.Value))
                .OrderByDescending(count => count.Count).ThenBy(count => count.Strategy, StringComparer.Ordinal),
        ]);
    }

    /// <summary>The nearest place of one of some strategies behind or before another; null: there is none.</summary>
    /// <param name="from">The place; 0: the text's beginning.</param>
    /// <param name="forward">Behind it, or before it.</param>
    /// <param name="shown">The strategies.</param>
    public int? Next(int from, bool forward, Func<string, bool> shown)
    {
        var places = Pieces.Where(piece => piece.Begun.Any(shown)).Select(piece => piece.Number);
        var next = forward ? places.FirstOrDefault(place => place > from) : places.LastOrDefault(place => place < from);
        return next == 0 ? null : next;
    }

    // Never within a surrogate pair: its halves are no letters.
    static int Edge(string text, int at) =>
        at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;
}

/// <summary>A piece of a text.</summary>
/// <param name="Text">The piece.</param>
/// <param name="Strategies">The strategies seen in it; empty: none.</param>
/// <param name="Begun">Those of them that begin with it.</param>
/// <param name="Number">Its number among those where a strategy begins, from 1; 0: it is not one of them.</param>
public sealed record Highlight(string Text, ImmutableArray<string> Strategies, ImmutableArray<string> Begun, int Number);

/// <summary>How often a strategy was seen.</summary>
/// <param name="Strategy">Its name.</param>
/// <param name="Count">In how many places.</param>
public sealed record StrategyCount(string Strategy, int Count);
