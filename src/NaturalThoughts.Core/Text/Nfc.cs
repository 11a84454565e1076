using System.Runtime.InteropServices;
using System.Text;

namespace NaturalThoughts.Core.Text;

/// <summary>Canonical composition of text (Unicode normalization form C), the same on every machine.</summary>
/// <remarks>
/// The Unicode Standard, section 3.11, and Annex 15. <see cref="string.Normalize()"/> leaves all but ASCII as it is where globalization is
/// invariant, and elsewhere follows the Unicode version of the machine's ICU. Total: lone surrogates stay as they are.
/// </remarks>
public static class Nfc
{
    // Up to here all is composed already and changes with nothing that follows but marks, which come later.
    const char LastPlain = '\u02FF';

    /// <summary>The composed text; the text itself where it is composed already.</summary>
    public static string Of(string text) => IsSettled(text) ? text : Composed(text);

    /// <inheritdoc cref="Of(string)"/>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> text) => IsSettled(text) ? text : Composed(text);

    /// <summary>Whether nothing in the text can decompose for good, compose or change places: most text, whatever its script.</summary>
    static bool IsSettled(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyExceptInRange('\0', LastPlain) is var at and >= 0)
        {
            var point = PointAt(text, at);
            if (NfcTable.Stirs(point)) return false;
            text = text[(at + (point > char.MaxValue ? 2 : 1))..];
        }

        return true;
    }

    static string Composed(ReadOnlySpan<char> text)
    {
        var points = new List<int>(text.Length + 16);
        for (var at = 0; at < text.Length; at++)
        {
            var point = PointAt(text, at);
            if (point > char.MaxValue) at++;
            Decompose(point, points);
        }

        Order(points);
        return Written(Compose(points));
    }

    static int PointAt(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at];

    static void Decompose(int point, List<int> points)
    {
        if (Hangul.IsSyllable(point))
        {
            Hangul.Decompose(point, points);
        }
        else if (NfcTable.Decomposition(point) is { } parts)
        {
            Decompose(parts.First, points);
            if (parts.Second is { } second) points.Add(second); // a second part has none of its own
        }
        else
        {
            points.Add(point);
        }
    }

    /// <summary>Sorts each run of marks by class; marks of one class keep their order.</summary>
    static void Order(List<int> points)
    {
        var from = 0;
        for (var to = 0; to <= points.Count; to++)
        {
            if (to < points.Count && NfcTable.Class(points[to]) > 0) continue;
            if (to - from > 1) points[from..to].OrderBy(NfcTable.Class).ToArray().CopyTo(CollectionsMarshal.AsSpan(points)[from..to]);
            from = to + 1;
        }
    }

    /// <summary>Composes each mark with the last starter before it, unless a mark of the same or a higher class stands between.</summary>
    static List<int> Compose(List<int> points)
    {
        var composed = new List<int>(points.Count);
        var (starter, before) = (-1, 0);
        foreach (var point in points)
        {
            var kind = NfcTable.Class(point);
            var reaches = starter >= 0 && (starter == composed.Count - 1 || before < kind);
            if (reaches && Composition(composed[starter], point) is { } whole)
            {
                composed[starter] = whole;
                continue;
            }

            if (kind == 0) starter = composed.Count;
            before = kind;
            composed.Add(point);
        }

        return composed;
    }

    static int? Composition(int first, int second) => Hangul.Composition(first, second) ?? NfcTable.Composition(first, second);

    static string Written(List<int> points)
    {
        var text = new StringBuilder(points.Count + 16);
        foreach (var point in points)
            if (point > char.MaxValue) text.Append(char.ConvertFromUtf32(point));
            else text.Append((char)point);
        return text.ToString();
    }
}
