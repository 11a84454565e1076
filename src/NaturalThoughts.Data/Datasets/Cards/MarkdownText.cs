using System.Globalization;
using System.Text;
using NaturalThoughts.Core.Text;
using NaturalThoughts.Data.Charts;

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
            if (PrintableText.IsHidden(rune)) line.Append('\uFFFD');
            else if (rune.IsBmp && Special.Contains((char)rune.Value)) Reference(line, rune);
            else line.Append(rune);
        }

        // What GitHub and Hugging Face would turn into links by themselves, and what would begin a list or a heading.
        line.Replace("://", "&#58;//").Replace("www.", "www&#46;").Replace("WWW.", "WWW&#46;");
        if (line.Length > 0 && line[0] is '-' or '+') line.Insert(1, "&#8203;");
        return line.ToString();
    }

    /// <summary>Several lines, as an HTML block that keeps them: nothing in it is read as Markdown or as tags.</summary>
    public static string Block(string text) => $"<pre>{MarkupText.Of(text)}</pre>";

    /// <summary>A fenced block whose fence is longer than any run of backticks in it.</summary>
    public static string Fenced(string text, string language)
    {
        var fence = new string('`', Math.Max(3, LongestRun(text) + 1));
        return $"{fence}{language}\n{PrintableText.Of(text).TrimEnd('\n')}\n{fence}";
    }

    static void Reference(StringBuilder to, Rune rune) => to.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};");

    static int LongestRun(string text)
    {
        var longest = 0;
        var run = 0;
        foreach (var letter in text) longest = Math.Max(longest, run = letter == '`' ? run + 1 : 0);
        return longest;
    }
}
