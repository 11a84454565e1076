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
        if (Notation.Plain(lastLine) is var plain && options.LetterAt(plain, out var alone) >= 0 && alone) return new(plain, AnswerCue.Option);
        if (Ending().Match(text) is { Success: true } ending && options.Resolve(ending.Groups["letter"].Value) >= 0)
            return new(ending.Groups["letter"].Value, AnswerCue.Option);
        var firstLine = text.Split('\n', 2)[0];
        if (options.LetterAt(Notation.Plain(firstLine), out _) is >= 0 and var letter && !text.Contains("\nB", StringComparison.Ordinal))
            return new(((char)('A' + letter)).ToString(), AnswerCue.Option);
        return text.Length < 400 && options.Resolve(text) >= 0 ? new(text, AnswerCue.Whole) : null;
    }

    [GeneratedRegex(@"\n\s*(?:\*\*)?Question(?:\s+\d+)?:|\n\s*Options are:", RegexOptions.IgnoreCase)]
    private static partial Regex Invented();

    [GeneratedRegex(@"\b(?:[Oo]ption|[Cc]hoice|[Aa]nswer|[Ss]tatement)\s+\(?(?<letter>[A-Z])\)?[^.\n]{0,40}?\b(?:is|as|would be|seems)\s+(?:\w+\s+)?(?:the\s+)?(?:(?:most|best|correct|right|only|closest|nearest|likely)\b)")]
    private static partial Regex Named();

    [GeneratedRegex(@"\b(?:(?:correct|best|right|closest|matching|appropriate|likely)\s+(?:answer|option|choice|statement|match)[^.\n]{0,60}?\b(?:is|would be|:)\s*(?:therefore\s+)?(?:[Oo]ption\s+|[Cc]hoice\s+)?|(?:corresponds?|matches|matching|matched|closest|select|choose|consistent)\s+(?:most\s+)?(?:closely\s+)?(?:to\s+|with\s+)?(?:the\s+)?(?:[Aa]nswer\s+)?(?:[Oo]ption|[Cc]hoice|[Aa]nswer)\s+)[*_]*\(?(?<letter>[A-Z])(?![\w'])\)?")]
    private static partial Regex Chosen();

    [GeneratedRegex(@"(?:\bis\s+|=\s*|:\s*|→\s*|\bbe\s+|\s)[*_]*\((?<letter>[A-Z])\)[*_]*\W*$")]
    private static partial Regex Ending();
}
