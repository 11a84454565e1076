using System.Globalization;
using System.Text;

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
            if (rune.Value is not '\n' and not '\t' && IsHidden(rune)) escaped.Append('\uFFFD');
            else if (rune.Value is '&' or '<' or '>' or '"' or '\'') escaped.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};");
            else escaped.Append(rune);
        }

        return escaped.ToString();
    }

    /// <summary>Whether a reader would not see it, or not where it stands: controls, the marks that reorder what is read, and
    /// noncharacters, which XML 1.0 has no way to write.</summary>
    public static bool IsHidden(Rune rune) =>
        Rune.IsControl(rune) || (rune.Value & 0xFFFE) == 0xFFFE
        || rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
