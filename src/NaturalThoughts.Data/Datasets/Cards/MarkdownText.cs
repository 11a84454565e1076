using System.Globalization;
using System.Text;

namespace NaturalThoughts.Data.Datasets.Cards;

/// <summary>Text of strangers inside a card: it shows as it is and can be neither Markdown nor HTML.</summary>
static class MarkdownText
{
    const string Special = "&<>|`*_[]#~\\$@";

    /// <summary>One line: white space folds to a blank, what Markdown or HTML could read becomes a character reference.</summary>
    public static string Inline(string text)
    {
        var line = new StringBuilder();
        foreach (var rune in string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).EnumerateRunes())
        {
            if (IsHidden(rune)) line.Append('\uFFFD');
            else if (rune.IsBmp && Special.Contains((char)rune.Value)) Reference(line, rune);
            else line.Append(rune);
        }

        // What GitHub and Hugging Face would turn into links by themselves, and what would begin a list or a heading.
        line.Replace("://", "&#58;//").Replace("www.", "www&#46;").Replace("WWW.", "WWW&#46;");
        if (line.Length > 0 && line[0] is '-' or '+') line.Insert(1, "&#8203;");
        return line.ToString();
    }

    /// <summary>Several lines, as an HTML block that keeps them: nothing in it is read as Markdown or as tags.</summary>
    public static string Block(string text)
    {
        var block = new StringBuilder("<pre>");
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is '&' or '<' or '>' or '"') Reference(block, rune);
            else if (rune.Value is not '\n' and not '\t' && IsHidden(rune)) block.Append('\uFFFD');
            else block.Append(rune);
        }

        return block.Append("</pre>").ToString();
    }

    /// <summary>A fenced block whose fence is longer than any run of backticks in it.</summary>
    public static string Fenced(string text, string language)
    {
        var fence = new string('`', Math.Max(3, LongestRun(text) + 1));
        return $"{fence}{language}\n{WellFormed.Of(text.ReplaceLineEndings("\n")).TrimEnd('\n')}\n{fence}";
    }

    static void Reference(StringBuilder to, Rune rune) => to.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};");

    // Controls, and the marks that reorder what a reader sees.
    static bool IsHidden(Rune rune) =>
        Rune.IsControl(rune) || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F;

    static int LongestRun(string text)
    {
        var longest = 0;
        var run = 0;
        foreach (var letter in text) longest = Math.Max(longest, run = letter == '`' ? run + 1 : 0);
        return longest;
    }
}
