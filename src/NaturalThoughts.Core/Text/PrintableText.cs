using System.Globalization;
using System.Text;

namespace NaturalThoughts.Core.Text;

/// <summary>Text of strangers as it may be shown: it cannot move a terminal's cursor, change its colours, or make a text look like
/// another.</summary>
public static class PrintableText
{
    /// <summary>Whether a reader would not see it, or not where it stands: controls other than the line feed and the tab, the marks that
    /// turn the direction of writing, and noncharacters, which XML 1.0 has no way to write.</summary>
    public static bool IsHidden(Rune rune) =>
        (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t')) || (rune.Value & 0xFFFE) == 0xFFFE
        || rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>The text with U+FFFD in place of what is hidden and of half characters; its lines end in line feeds.</summary>
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes()) plain.Append(IsHidden(rune) ? Rune.ReplacementChar : rune);
        return plain.ToString();
    }

    /// <summary>The same JSON, with an escape in place of what is hidden: such letters stand in its texts only.</summary>
    public static string InJson(string json)
    {
        var plain = new StringBuilder(json.Length);
        foreach (var rune in json.EnumerateRunes())
            if (!IsHidden(rune) || rune.Value is '\r') plain.Append(rune);
            else foreach (var unit in rune.ToString()) plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        return plain.ToString();
    }
}
