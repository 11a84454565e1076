using System.Net;
using System.Text.RegularExpressions;

namespace NaturalThoughts.Data.Intake;

/// <summary>Shortens what servers and tools put where a response should be to one plain line.</summary>
static partial class ErrorText
{
    const int Longest = 240;

    /// <summary>The text on one line, without HTML, at most 240 characters.</summary>
    public static string Plain(string text)
    {
        // A page's head repeats what its body says.
        var visible = text.Contains("<body", StringComparison.OrdinalIgnoreCase) ? Head().Replace(text, " ") : text;
        var words = WhiteSpace().Replace(WebUtility.HtmlDecode(Tag().Replace(visible, " ")), " ").Trim();
        if (words.Length <= Longest) return words;
        var cut = char.IsHighSurrogate(words[Longest - 2]) ? Longest - 2 : Longest - 1;
        return words[..cut] + "…";
    }

    [GeneratedRegex(@"<(head|script|style)\b.*?</\1\s*>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Head();

    [GeneratedRegex(@"</?[a-zA-Z!][^<>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
