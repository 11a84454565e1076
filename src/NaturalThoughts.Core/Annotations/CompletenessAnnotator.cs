using System.Collections.Immutable;
using System.Globalization;
using NaturalThoughts.Core.Answers;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Annotations;

/// <summary>
/// <c>trace</c>: whether a trace is complete, and its lengths. Complete: the server did not stop it, the reasoning ended, there is
/// an answer, and reasoning and answer are no longer than the limit. Where nobody says why it stopped, the text must end like a
/// finished one.
/// </summary>
sealed class CompletenessAnnotator(int limit, ITokenCounter counter, ITokenCounter? student) : ITraceAnnotator
{
    static readonly string[] Stopped = ["length", "max_tokens", "max_new_tokens", "limit", "abort", "cancel", "error", "filter", "timeout",
        "cut", "interrupt"];

    public string Name => "trace";

    public ImmutableArray<string> Identity =>
        ["trace@1", AnswerComparer.Version, limit.ToString(CultureInfo.InvariantCulture), counter.Name, student?.Name ?? ""];

    public Judgement Judge(Reading reading)
    {
        var tokens = reading.Tokens;
        return Judgement.Of(
            ("complete", FeatureValue.Of(Finished(reading) && Length(reading) <= limit)),
            ("reasoning_tokens", FeatureValue.Of(tokens.Reasoning)),
            ("answer_tokens", FeatureValue.Of(tokens.Answer)),
            ("response_tokens", FeatureValue.Of(tokens.Response)),
            ("tokens_by", FeatureValue.Of(tokens.By)));
    }

    long Length(Reading reading) => student is null ? reading.Tokens.Response : TokenAccount.Counted(reading.Text, student);

    static bool Finished(Reading reading)
    {
        if (!reading.Text.Closed || reading.Text.Answer is not { } answer) return false;
        if (string.IsNullOrWhiteSpace(reading.Response.FinishReason)) return EndsWell(answer);
        return !Array.Exists(Stopped, word => reading.Response.FinishReason.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    // A cut text breaks off in the middle of a word, a sentence or a formula.
    static bool EndsWell(string answer) =>
        answer[^1] is '.' or '!' or '?' or ')' or ']' or '}' or '*' or '`' or '$' or '"' or '”' or '>' or '。' or '|'
            || LastLineAnswers(answer);

    static bool LastLineAnswers(string answer)
    {
        var line = answer[(answer.LastIndexOf('\n') + 1)..];
        return AnswerExtractor.Extract(line, AnswerOptions.None) is { Cue: not AnswerCue.Conclusion }
            && answer[^1] is not (',' or ':' or '=' or '+' or '-' or '(');
    }
}
