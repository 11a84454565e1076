using System.Text.RegularExpressions;

namespace NaturalThoughts.Core.Answers;

/// <summary>Finds the option a text chooses without announcing an “answer”.</summary>
static partial class ChosenOption
{
    /// <summary>Where a model that was shown examples goes on to invent the next question; -1 when it does not.</summary>
    public static int FollowUp(string text) => Invented().Match(text) is { Success: true } match ? match.Index : -1;

    /// <summary>The chosen option: named as the right one, else the letter the text begins with, ends in, or is.</summary>
    public static FinalAnswer? In(string text, AnswerOptions options)
    {
        var named = Named().Matches(text).Concat(Chosen().Matches(text)).OrderBy(match => match.Index)
            .LastOrDefault(match => match.Groups["letter"].Value[0] - 'A' < options.Count);
        if (named is not null) return new(named.Groups["letter"].Value, AnswerCue.Option);

        var lastLine = text[(text.LastIndexOf('\n') + 1)..];
        if (options.LetterAt(Notation.Plain(lastLine), out var alone) is >= 0 and var last && alone) return Option(last);
        if (Ending().Match(text) is { Success: true } ending && options.Resolve(ending.Groups["letter"].Value) >= 0)
            return new(ending.Groups["letter"].Value, AnswerCue.Option);
        if (options.LetterAt(Notation.Plain(text.Split('\n', 2)[0]), out alone) is >= 0 and var first && alone) return Option(first);
        if (OnlyQuoted(text, options) is >= 0 and var quoted) return Option(quoted);
        return text.Length < 400 && options.Resolve(text) >= 0 ? new(text, AnswerCue.Whole) : null;
    }

    static FinalAnswer Option(int index) => new(((char)('A' + index)).ToString(), AnswerCue.Option);

    // A text that writes out one option, letter and words, and no other, has chosen it.
    static int OnlyQuoted(string text, AnswerOptions options)
    {
        var found = -1;
        foreach (Match match in Lettered().Matches(text))
        {
            var index = match.Groups["letter"].Value[0] - 'A';
            if (index >= options.Count || index == found) continue;
            var words = Notation.Words(Notation.Plain(options.Texts[index]));
            var said = Notation.Words(Notation.Plain(text.Substring(match.Index + match.Length,
                Math.Min(600, text.Length - match.Index - match.Length))));
            if (words.Length == 0 || !said.StartsWith(words, StringComparison.Ordinal)) continue;
            if (found >= 0) return -1;
            found = index;
        }

        return found;
    }

    [GeneratedRegex(@"(?<![\p{L}\d])\(?(?<letter>[A-Z])[.):]\s*")]
    private static partial Regex Lettered();

    [GeneratedRegex(@"\n\s*(?:\*\*)?Question(?:\s+\d+)?:|\n\s*Options are:|\n\s*Now,?[^\n]{0,30}(?:总结|all (?:of )?(?:the )?answers)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Invented();

    [GeneratedRegex(@"\b(?:[Oo]ption|[Cc]hoice|[Aa]nswer|[Ss]tatement)\s+\(?(?<letter>[A-Z])\)?[^.\n]{0,40}?\b(?:is|as|would be" +
        @"|seems)\s+(?:\w+\s+)?(?:the\s+)?(?:(?:most|best|correct|right|only|closest|nearest|likely)\b)")]
    private static partial Regex Named();

    [GeneratedRegex(@"\b(?:(?:correct|best|right|closest|matching|appropriate|likely)\s+(?:answer|option|choice|statement" +
        @"|match)[^.\n]{0,60}?\b(?:is|would be|:)\s*(?:therefore\s+)?(?:[Oo]ption\s+|[Cc]hoice\s+)?|(?:corresponds?|matches|matching" +
            @"|matched|closest|select|choose|consistent)\s+(?:most\s+)?(?:closely\s+)?(?:to\s+" +
                @"|with\s+)?(?:the\s+)?(?:[Aa]nswer\s+)?(?:[Oo]ption|[Cc]hoice|[Aa]nswer)\s+)[*_]*\(?(?<letter>[A-Z])(?![\w'])\)?")]
    private static partial Regex Chosen();

    [GeneratedRegex(@"(?:\bis\s+|=\s*|:\s*|→\s*|\bbe\s+|\s)[*_]*\((?<letter>[A-Z])\)[*_]*\W*$")]
    private static partial Regex Ending();
}
