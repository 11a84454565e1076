using System.Text.RegularExpressions;

namespace NaturalThoughts.Core.Answers;

/// <summary>
/// Finds the final answer in the answer part of a response, or in a reference. The last announcement wins, a box inside it or after it
/// included; without one, a short text is the answer itself; else the last sentence is looked at. Nothing is guessed: no find is null.
/// </summary>
public static partial class AnswerExtractor
{
    /// <summary>A text up to this long, of one line, is taken whole.</summary>
    const int ShortText = 60;

    /// <summary>Only this much of a text's end is searched, in characters; announcements stand there.</summary>
    const int Searched = 10_000;

    /// <summary>The final answer of a response's answer part; null when there is none to be found.</summary>
    public static FinalAnswer? Extract(string? text, AnswerOptions options)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var end = EndMark().Replace(End(text), "").Trim();
        return options.Count > 0 ? OfOption(end, options) : Open(end);
    }

    /// <summary>The answer a reference states: what it announces, else the whole text when it is not long.</summary>
    public static FinalAnswer? Reference(string? text, AnswerOptions options)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (options.Count > 0 && options.Resolve(text) >= 0) return new(text.Trim(), AnswerCue.Whole);
        return Announcements.Last(End(text)) ?? new(text.Trim(), AnswerCue.Whole);
    }

    static string End(string text) => text.Length > Searched ? text[^Searched..] : text;

    static FinalAnswer? Open(string text)
    {
        if (Announcements.Last(text) is { } announced) return announced;
        if (text.Length <= ShortText && !text.Contains('\n')
            && !text.Contains("answer", StringComparison.OrdinalIgnoreCase)) return new(text, AnswerCue.Whole);
        return Conclusions.Of(text);
    }

    // Among several announcements the last one that means an option counts: models explain why others are wrong.
    static FinalAnswer? OfOption(string text, AnswerOptions options)
    {
        var first = ChosenOption.FollowUp(text);
        var own = first > 0 ? text[..first] : text;
        var announced = Announcements.All(own);
        // “(A) and (C)” is an answer, only not one option.
        if (announced.Count > 0 && options.Several(announced[^1].Text)) return announced[^1];
        return announced.LastOrDefault(answer => options.Resolve(answer.Text) >= 0) ?? ChosenOption.In(own, options)
            ?? announced.LastOrDefault();
    }

    [GeneratedRegex(@"(?:<\|(?:im_end|eot_id|endoftext|end_of_text|eos)\|>|<｜end▁of▁sentence｜>|</s>|<eos>|<end_of_turn>)\s*$")]
    private static partial Regex EndMark();
}
