using System.Text;

namespace NaturalThoughts.Data.Datasets;

/// <summary>Text that UTF-8 can carry.</summary>
static class WellFormed
{
    /// <summary>The text with every lone surrogate replaced by U+FFFD; the same instance when there is none.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) return text;
        var builder = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) builder.Append(rune);
        return builder.ToString();
    }
}
