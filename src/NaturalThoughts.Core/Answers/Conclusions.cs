using System.Text.RegularExpressions;

namespace NaturalThoughts.Core.Answers;

/// <summary>Finds the result inside a sentence: what is bold, what is a formula, what follows “is”, or its only number.</summary>
static partial class Conclusions
{
    const int FewWords = 4;
    const int LongSentence = 400;

    /// <summary>The result stated by the last sentence of a text; null when it states none.</summary>
    public static FinalAnswer? Of(string text)
    {
        // A text that was cut breaks off without a mark, and its last words are no result.
        if (text.TrimEnd() is not [.., '.' or '!' or ')' or ']' or '}' or '*' or '$' or '%']) return null;
        var sentence = LastSentence(text);
        if (sentence.Length > LongSentence) return null;
        return (Emphasised(sentence) ?? AfterIs(sentence)) is { } found ? new(found, AnswerCue.Conclusion) : null;
    }

    /// <summary>The result inside an announced text; the text itself when it is no sentence.</summary>
    public static string Within(string announced)
    {
        var words = announced.Count(char.IsWhiteSpace);
        if (announced.Length > LongSentence || Lettered().IsMatch(announced)) return announced;
        if (words < FewWords && !announced.Contains("**", StringComparison.Ordinal)) return announced;
        return Emphasised(announced) ?? (words < FewWords ? null : AfterIs(announced) ?? OnlyNumber(announced)) ?? announced;
    }

    static string LastSentence(string text)
    {
        var end = text.TrimEnd();
        if (end.EndsWith("\\]", StringComparison.Ordinal)
            && end.LastIndexOf("\\[", StringComparison.Ordinal) is > 0 and var display) return end[display..];
        var line = end[(end.LastIndexOf('\n') + 1)..];
        var breaks = SentenceBreak().Matches(line);
        return breaks.Count == 0 ? line : line[(breaks[^1].Index + breaks[^1].Length)..];
    }

    static string? Emphasised(string sentence)
    {
        var bold = Bold().Matches(sentence);
        if (bold.Count > 0 && Announcements.Tidy(bold[^1].Groups["said"].Value) is { Length: > 0 and <= 80 } said
            && !said.EndsWith(':')) return said;
        var formulas = Formula().Matches(sentence);
        return formulas.Count == 1 ? formulas[0].Groups["said"].Value.Trim() : null;
    }

    static string? AfterIs(string sentence)
    {
        var matches = Is().Matches(sentence);
        if (matches.Count == 0) return null;
        var said = Announcements.Tidy(sentence[(matches[^1].Index + matches[^1].Length)..]);
        return said.Length is > 0 and <= 60 && said.Count(char.IsWhiteSpace) < 6 && !Announcements.SaysNothing(said) ? said : null;
    }

    static string? OnlyNumber(string sentence)
    {
        var numbers = Number().Matches(sentence);
        return numbers.Count == 1 ? numbers[0].Value.TrimEnd('.', ',') : null;
    }

    [GeneratedRegex(@"(?<=[\p{L}\d)}\]*$%])[.!?]\s+(?=[\p{Lu}(\\*])")]
    private static partial Regex SentenceBreak();

    [GeneratedRegex(@"\*\*(?<said>[^*\n]+)\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex(@"\\\((?<said>.+?)\\\)|\\\[(?<said>.+?)\\\]|\$\$(?<said>.+?)\$\$|(?<!\\)\$(?<said>[^$\d][^$]*|\d[^$\s]*)(?<!\\)\$",
        RegexOptions.Singleline)]
    private static partial Regex Formula();

    [GeneratedRegex(@"(?:\b(?:is|are|was|were|equals|be)|=)\s+(?:therefore\s+|thus\s+|approximately\s+|about\s+|exactly\s+|equal to\s+)?",
        RegexOptions.IgnoreCase)]
    private static partial Regex Is();

    [GeneratedRegex(@"[-+]?[$€£]?\d[\d,]*(?:\.\d+)?(?:/\d+)?%?")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\W*(?:option\s+|choice\s+)?\(?[A-Z](?:[).:,]|\s*$|\s-)")]
    private static partial Regex Lettered();
}
