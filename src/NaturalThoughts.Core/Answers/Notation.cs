using System.Text;
using System.Text.RegularExpressions;

namespace NaturalThoughts.Core.Answers;

/// <summary>Brings LaTeX, Markdown and Unicode ways to write the same thing to one plain form.</summary>
static partial class Notation
{
    static readonly (string From, string To)[] Replacements =
    [
        ("\\\\", "⏎"), ("\\$", "¤"), ("\\%", "%"), ("\\#", "#"), ("\\&", "&"), ("\\_", "_"), ("\\{", "⦃"), ("\\}", "⦄"), ("\\lbrace", "⦃"),
            ("\\rbrace", "⦄"),
        (",\\!", ","), ("\\!", ""), ("{,}", ","), ("\\,", " "), ("\\;", " "), ("\\:", " "), ("\\ ", " "), ("~", " "), ("\\quad", " "),
            ("\\qquad", " "),
        ("\\(", ""), ("\\)", ""), ("\\[", ""), ("\\]", ""),
        ("\\left.", ""), ("\\right.", ""), ("\\leftarrow", "←"), ("\\rightarrow", "→"), ("\\left", ""), ("\\right", ""),
        ("\\bigl", ""), ("\\bigr", ""), ("\\Big", ""), ("\\big", ""), ("\\displaystyle", ""), ("\\limits", ""),
        ("\\dfrac", "\\frac"), ("\\tfrac", "\\frac"), ("\\cfrac", "\\frac"),
        ("^{\\circ}", "°"), ("^\\circ", "°"), ("\\degree", "°"), ("\\circ", "°"),
        ("\\cdot", "*"), ("\\times", "*"), ("\\div", "/"), ("\\pm", "±"), ("\\pi", "π"), ("\\infty", "∞"), ("\\cup", "∪"), ("\\cap", "∩"),
        ("\\leq", "≤"), ("\\geq", "≥"), ("\\le", "≤"), ("\\ge", "≥"), ("\\neq", "≠"), ("\\ne", "≠"), ("\\approx", "≈"), ("\\in", "∈"),
        ("\\sqrt", "√"), ("\\mid", "|"), ("\\lvert", "|"), ("\\rvert", "|"), ("\\lt", "<"), ("\\gt", ">"),
        ("−", "-"), ("–", "-"), ("‐", "-"), ("‑", "-"), ("×", "*"), ("·", "*"), ("⋅", "*"), ("∙", "*"), ("÷", "/"), ("⁄", "/"),
        ("²", "^2"), ("³", "^3"), ("⁴", "^4"), ("½", " 1/2"), ("¼", " 1/4"), ("¾", " 3/4"), ("⅓", " 1/3"), ("⅔", " 2/3"),
        ("º", "°"), ("’", "'"), ("‘", "'"), ("“", "\""), ("”", "\""), ("\u00a0", " "), ("\u2009", " "), ("\u202f", " "), ("µ", "μ"),
        ("**", ""), ("__", ""), ("`", ""),
    ];

    /// <summary>The plain form: no math delimiters, no sizing, one name for each operator, text commands unwrapped.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(SpacedThousands().Replace(text, ""));
        foreach (var (from, to) in Replacements) plain.Replace(from, to);
        var result = TextCommand().Replace(plain.ToString(), " ${text} ");
        result = ShortFraction().Replace(result, @"\frac{${top}}{${bottom}}");
        if (result.AsSpan().Count('$') >= 2) result = result.Replace("$", "");
        return WhiteSpace().Replace(result, " ").Trim().TrimEnd('.', ',', ';', ':').Trim();
    }

    /// <summary>Lower-case words and numbers without articles, joined by one space: what free texts are compared by.</summary>
    public static string Words(string plain) =>
        string.Join(' ', Word().Matches(plain.ToLowerInvariant()).Select(match => match.Value)
            .Where(word => word is not ("a" or "an" or "the")));

    [GeneratedRegex(@"\\(?:text(?:bf|it|rm|sf|tt|normal)?|math(?:rm|bf|it|sf|tt|cal|bb)|mbox|hbox|operatorname\*?|emph|bm|boldsymbol" +
        @"|boxed|fbox)\s*\{(?<text>[^{}]*)\}")]
    private static partial Regex TextCommand();

    [GeneratedRegex(@"(?<=\d)\\[,;](?=\d{3}(?!\d))")]
    private static partial Regex SpacedThousands();

    [GeneratedRegex(@"\\frac\s*(?<top>\d)\s*(?<bottom>\d)")]
    private static partial Regex ShortFraction();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"[\p{L}\p{Nd}]+(?:['.][\p{L}\p{Nd}]+)*|[+\-=<>*/^%°π√∞]")]
    private static partial Regex Word();
}
