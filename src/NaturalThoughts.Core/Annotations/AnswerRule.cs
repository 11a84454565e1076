using NaturalThoughts.Core.Answers;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Annotations;

/// <summary>What comparing final answers by rule says about the responses to one question.</summary>
sealed class AnswerRule
{
    readonly AnswerOptions _options;
    readonly string? _reference;

    public AnswerRule(Question question)
    {
        _options = AnswerOptions.Of(question);
        _reference = AnswerExtractor.Reference(question.Reference, _options)?.Text;
    }

    /// <summary>The final answer of a response; null when there is none to be found.</summary>
    public string? AnswerOf(TraceText text) => AnswerExtractor.Extract(text.Answer, _options)?.Text;

    /// <summary>Whether an answer is the reference; null when the rule cannot tell.</summary>
    public bool? Correct(string? answer) => Same(answer, _reference);

    /// <summary>Whether two answers say the same; null when the rule cannot tell.</summary>
    public bool? Same(string? answer, string? other) => AnswerComparer.Compare(answer, other, _options) switch
    {
        Sameness.Same => true,
        Sameness.Different => false,
        _ => null,
    };
}
