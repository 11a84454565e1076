using System.Text;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Data.Datasets.Cards;

/// <summary>Scalars of a YAML header.</summary>
static class YamlText
{
    static readonly HashSet<string> Reserved = new(
        ["y", "n", "yes", "no", "on", "off", "true", "false", "null"], StringComparer.OrdinalIgnoreCase);

    /// <summary>A text, plain where that is safe, else in double quotes.</summary>
    public static string Of(string text) => IsPlain(text) ? text : Quoted(text);

    static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && !Reserved.Contains(text)
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');

    static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in WellFormed.Of(text))
        {
            if (letter is '"' or '\\') quoted.Append('\\').Append(letter);
            else if (NeedsEscape(letter)) quoted.Append($"\\u{(int)letter:X4}");
            else quoted.Append(letter);
        }

        return quoted.Append('"').ToString();
    }

    static bool NeedsEscape(char letter) =>
        char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\uFEFF'
        || (Rune.TryCreate(letter, out var rune) && PrintableText.IsHidden(rune));
}
