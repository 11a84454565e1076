using System.Text.RegularExpressions;

namespace NaturalThoughts.Core.Answers;

/// <summary>Places where a text announces its final answer: boxes, “answer is …”, “Answer: …”, “#### …”, “A: …”.</summary>
static partial class Announcements
{
    /// <summary>The last one.</summary>
    public static FinalAnswer? Last(string text) => All(text).LastOrDefault();

    /// <summary>All, in the order of the text.</summary>
    public static List<FinalAnswer> All(string text)
    {
        var found = new List<(int At, FinalAnswer Answer)>();
        found.AddRange(Boxes(text).Select(box => (box.Start, new FinalAnswer(box.Content, AnswerCue.Boxed))));
        foreach (Match match in Announced().Matches(text))
        {
            var said = match.Groups["said"];
            if (Stated(text, said.Index, said.Value) is { } answer) found.Add((said.Index, answer));
        }

        foreach (Match match in Marked().Matches(text))
            if (Tidy(match.Groups["said"].Value) is { Length: > 0 } said)
                found.Add((match.Groups["said"].Index, new(said, AnswerCue.Announced)));
        return [.. found.OrderBy(item => item.At).Select(item => item.Answer)];
    }

    /// <summary>Takes Markdown and quotes off both ends and cuts a following sentence off.</summary>
    public static string Tidy(string said)
    {
        var text = said.Trim().Trim('*', '_', '"', '`', ' ', '“', '”').Trim();
        if (NextSentence().Match(text) is { Success: true } next) text = text[..next.Index];
        text = text.Trim().Trim('*', '_', '"', '`').Trim().TrimEnd('.', ';', ',').Trim();
        return text.EndsWith("**", StringComparison.Ordinal) ? text[..^2].Trim() : text;
    }

    /// <summary>Whether what follows “is” says that there is no answer, or only begins to say it.</summary>
    public static bool SaysNothing(string said) => Empty().IsMatch(said);

    static FinalAnswer? Stated(string text, int at, string said)
    {
        var line = said.Trim(' ', '\t', '*', '_', ':', '#', '\r');
        if (line is "" or "\\[" or "$$" or "\\(")
        {
            var rest = text.AsSpan(at + said.Length).TrimStart([' ', '\t', '\r', '\n', '*', '_', '#']);
            if (line is "" && rest.StartsWith("\\[")) line = "\\[";
            var stop = line is "" ? rest.IndexOf('\n') : rest.IndexOf("\n\n");
            line = (stop < 0 ? rest : rest[..stop]).ToString();
        }

        if (line.Contains(@"\boxed", StringComparison.Ordinal) || SaysNothing(line)) return null;
        var tidy = Tidy(line);
        return tidy.Length == 0 ? null : new(Conclusions.Within(tidy), AnswerCue.Announced);
    }

    // Boxes that follow each other with nothing but “and” between them are one answer.
    static List<(int Start, string Content)> Boxes(string text)
    {
        var found = new List<(int Start, string Content)>();
        var lastEnd = -1;
        foreach (Match match in Box().Matches(text))
        {
            var open = match.Index + match.Length;
            var close = ClosingBrace(text, open);
            if (close < 0 || open <= lastEnd) continue;
            var content = text[open..close].Trim();
            if (found.Count > 0 && Between().IsMatch(text.AsSpan(lastEnd, match.Index - lastEnd)))
                found[^1] = (found[^1].Start, $"{found[^1].Content}, {content}");
            else if (content.Length > 0)
                found.Add((match.Index, content));
            lastEnd = close + 1;
        }

        return found;
    }

    static int ClosingBrace(string text, int from)
    {
        var depth = 1;
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] is '\\') i++;
            else if (text[i] is '{') depth++;
            else if (text[i] is '}' && --depth == 0) return i;
        }

        return -1;
    }

    [GeneratedRegex(@"\\(?:boxed|fbox)\s*\{")]
    private static partial Regex Box();

    [GeneratedRegex(@"^(?:[\s$()\[\],]|\\[()\[\],;]|\\q?quad|\\text\s*\{|\})*(?:and|or|,)(?:[\s$()\[\],]|\\[()\[\],;]|\\q?quad|\})*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Between();

    [GeneratedRegex(@"\banswers?\b(?:\s+(?:choice|option|letter|value))?(?:\s+to\s+(?:the|this)\s+(?:question" +
        @"|problem))?[*_]*\s*(?:(?:(?:is|are|would\s+be|should\s+be|must\s+be|will\s+be)\b|:|=)[*_]*(?:\s*(?:therefore|thus|then" +
            @"|indeed|likely|clearly|simply|either)\b,?)?\s*:?)(?=(?<said>[^\n]*))|^[^\w\n]{0,12}(?:final" +
                @"|correct)?[ \t]*answer[^\w\n]{0,12}(?<said>)$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Announced();

    [GeneratedRegex(@"^(?:####|A:)[ \t]*(?<said>\S[^\n]*)$", RegexOptions.Multiline)]
    private static partial Regex Marked();

    [GeneratedRegex(@"(?<=[\p{L}\d)}\]*$%])[.!?][*""]*\s+(?=[\p{Lu}(\\*])|\s+(?:because|since|as the|which)\s")]
    private static partial Regex NextSentence();

    [GeneratedRegex(@"^\W*(?:not\b|no\b|therefore\W*$|that\b|because\b|based\b|as\b|in\b|given\b|available|provided|unclear" +
        @"|unknown\b|among|one of|found by|incorrect\b|choice\W*$)", RegexOptions.IgnoreCase)]
    private static partial Regex Empty();
}
