using System.Globalization;
using System.Text;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Data.Charts;

/// <summary>Text of strangers inside XML or HTML: it shows as it is and can be no markup.</summary>
static class MarkupText
{
    /// <summary>The text for an element or a quoted attribute; line breaks and tabs stay.</summary>
    public static string Of(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (PrintableText.IsHidden(rune)) escaped.Append('\uFFFD');
            else if (rune.Value is '&' or '<' or '>' or '"' or '\'') escaped.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};");
            else escaped.Append(rune);
        }

        return escaped.ToString();
    }
}
