using System.Collections.Immutable;
using System.Text.RegularExpressions;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Core.Answers;

/// <summary>The options of a multiple-choice question; resolves a letter, or an option's own text, to the option.</summary>
public sealed partial class AnswerOptions
{
    const int Most = 26;

    readonly ImmutableArray<AnswerValue> _values;

    /// <summary>Options in order; a letter before each (“A. …”) is taken off.</summary>
    public AnswerOptions(ImmutableArray<string> options)
    {
        var texts = options.IsDefault ? [] : options.Take(Most).ToImmutableArray();
        var lettered = texts.Length > 0
            && texts.Index().All(option => option.Item.TrimStart() is [var letter, '.' or ')' or ':', ..] && letter == 'A' + option.Index);
        Texts = lettered ? [.. texts.Select(text => text.TrimStart()[2..].Trim())] : texts;
        _values = [.. Texts.Select(AnswerReader.Read)];
    }

    /// <summary>No options: an open question.</summary>
    public static AnswerOptions None { get; } = new([]);

    /// <summary>The options' texts without their letters.</summary>
    public ImmutableArray<string> Texts { get; }

    /// <summary>How many.</summary>
    public int Count => Texts.Length;

    /// <summary>The question's own options, else those its text lists as “A. …” lines or “(A) … (B) …”.</summary>
    public static AnswerOptions Of(Question question) =>
        question.Options.Length > 0 ? new(question.Options) : Listed(question.Text);

    /// <summary>The option a final answer means, from 0; -1 when it means none or several.</summary>
    public int Resolve(string answer)
    {
        if (Count == 0 || answer.Length > AnswerComparer.LongestAnswer) return -1;
        var plain = Notation.Plain(answer);
        var letter = LetterAt(plain, out var alone);
        if (letter >= 0 && alone) return letter;

        var value = AnswerReader.Read(answer);
        var said = Unique(option => option.Words == value.Words && value.Words.Length > 0);
        if (said >= 0) return said;
        if (letter >= 0) return letter;
        var worth = Unique(option => AnswerComparer.CompareValues(option, value) is Sameness.Same);
        return worth < 0 && Aside().Match(answer) is { Success: true } aside ? Resolve(answer[..aside.Index]) : worth;
    }

    /// <summary>The option whose letter the text begins with, from 0, or -1; <paramref name="alone"/> when nothing follows it.</summary>
    internal int LetterAt(string plain, out bool alone)
    {
        alone = false;
        if (LeadingLetter().Match(plain) is not { Success: true } match) return -1;
        var index = char.ToUpperInvariant(match.Groups["letter"].Value[0]) - 'A';
        if (index >= Count) return -1;
        if (match.Groups["open"].Length > 0 && match.Groups["mark"].Value is not (")" or "]")) return -1;
        var rest = plain.AsSpan(match.Length).Trim();
        if (AnotherLetter().IsMatch(rest)) return -1;
        alone = rest.IsEmpty;
        // “A force of …” is an article, “I think” a pronoun: a bare letter before words needs a mark after it.
        var marked = match.Groups["mark"].Length > 0 || match.Groups["open"].Length > 0;
        return alone || marked ? index : -1;
    }

    /// <summary>Whether the text names several options.</summary>
    internal bool Several(string answer) =>
        LeadingLetter().Match(Notation.Plain(answer)) is { Success: true } match && match.Groups["letter"].Value[0] - 'A' < Count
        && AnotherLetter().IsMatch(Notation.Plain(answer).AsSpan(match.Length).TrimStart());

    int Unique(Func<AnswerValue, bool> wanted)
    {
        var found = -1;
        for (var i = 0; i < Count; i++)
        {
            if (!wanted(_values[i])) continue;
            if (found >= 0 && _values[found].Words != _values[i].Words) return -1;
            if (found < 0) found = i;
        }

        return found;
    }

    static AnswerOptions Listed(string text)
    {
        var found = Sequence(LineOption().Matches(text), text);
        return new(found.Length >= 2 ? found : Sequence(InlineOption().Matches(text), text));
    }

    // A, B, C … in order; each option's text ends where the next one starts.
    static ImmutableArray<string> Sequence(MatchCollection matches, string text)
    {
        var run = new List<Match>();
        foreach (Match match in matches)
        {
            if (match.Groups["letter"].Value[0] == 'A') run.Clear();
            if (match.Groups["letter"].Value[0] == 'A' + run.Count) run.Add(match);
        }

        return run.Count < 2 ? [] : [.. run.Select((match, i) => Part(i, match.Index + match.Length))];

        string Part(int i, int start)
        {
            var part = Spacing().Replace(text[start..(i + 1 < run.Count ? run[i + 1].Index : text.Length)], "").Trim();
            return i + 1 < run.Count ? part : part.Split("\n\n", 2)[0];
        }
    }

    [GeneratedRegex(@"^[\s""'*_]*(?:(?:option|choice|answer" +
        @"|letter)\s+)?(?<open>[(\[])?\s*(?<letter>[A-Z])(?![\p{L}\d'^_/*+=])\s*(?<mark>[)\].:,;]|-\s|\s-)?", RegexOptions.IgnoreCase)]
    private static partial Regex LeadingLetter();

    [GeneratedRegex(@",\s+[a-z]{2,}\s+[a-z]")]
    private static partial Regex Aside();

    [GeneratedRegex(@"^,?\s*(?:and|or|&|/|,)\s*(?:\([A-Z]\)|[A-Z](?![\w'])(?!\s+[a-z]))")]
    private static partial Regex AnotherLetter();

    [GeneratedRegex(@"^[ \t]*(?:\*\*)?\(?(?<letter>[A-Z])[.):](?:\*\*)?[ \t]+", RegexOptions.Multiline)]
    private static partial Regex LineOption();

    [GeneratedRegex(@"(?:\\(?:text|textbf|mathrm|mathbf|bf)\s*\{\s*)?\((?<letter>[A-Z])\)(?:[\s\\]*\})?")]
    private static partial Regex InlineOption();

    [GeneratedRegex(@"^[\s\\]*\\(?=\s)|(?:\\q?quad|\\\]|\$|\s)+$")]
    private static partial Regex Spacing();
}
