using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Curation.Judgements;

/// <summary>What a run's rubrics have to judge about one question, as far as its responses are in.</summary>
/// <param name="rubrics">The rubrics.</param>
/// <param name="annotators">The annotators that need no model.</param>
/// <param name="question">The question.</param>
/// <param name="current">The responses that count.</param>
/// <param name="annotations">What was said about them without a model.</param>
/// <param name="allIn">Whether no response is wanted any more: only then is it known which answers need a judge.</param>
sealed class QuestionCases(
    RubricSet rubrics, AnnotatorSet annotators, Question question, IReadOnlyList<ResponseFact> current,
    IEnumerable<AnnotationFact> annotations, bool allIn)
{
    readonly AnswerRule _rule = new(question);

    /// <summary>The cases, rubric by rubric in the spec's order, traces in id order. Traces that are not complete are not judged.</summary>
    public IEnumerable<RubricCase> All
    {
        get
        {
            var traces = Complete().ToList();
            var baselines = current.Where(fact => fact.Response.Role is ModelRole.Baseline)
                .Select(fact => new ReadTrace(fact, TraceParser.Parse(fact.Response))).ToList();
            return rubrics.All.SelectMany(bound => Of(bound, traces, baselines)).Where(judged => judged.Applies);
        }
    }

    IEnumerable<RubricCase> Of(BoundRubric bound, List<ReadTrace> traces, List<ReadTrace> baselines) => bound.Rubric.Subject switch
    {
        RubricSubject.Question => [new(bound, question)],
        RubricSubject.Trace or RubricSubject.Answer => traces.Select(trace => new RubricCase(bound, question, trace)),
        RubricSubject.Reference => traces.Where(trace => !IsRuled(_rule.Correct(AnswerOf(trace))))
            .Select(trace => new RubricCase(bound, question, trace)),
        RubricSubject.Baseline => allIn
            ? traces.SelectMany(trace => Doubtful(trace, baselines).Select(baseline => new RubricCase(bound, question, trace, baseline)))
            : [],
        _ => throw new InvalidOperationException($"Nobody knows what {bound.Rubric.Subject} is."),
    };

    // Where the answers are compared by rule, a judge is for what the rule cannot tell; where they are not, for all.
    bool IsRuled(bool? verdict) => annotators.AnnotatesQuestions && verdict is not null;

    IEnumerable<ReadTrace> Doubtful(ReadTrace trace, List<ReadTrace> baselines)
    {
        var compared = baselines.Select(baseline => (Baseline: baseline, Same: _rule.Same(AnswerOf(trace), AnswerOf(baseline)))).ToList();
        return IsRuled(QuestionAnswers.Majority(compared.Select(pair => pair.Same)))
            ? [] : compared.Where(pair => !IsRuled(pair.Same)).Select(pair => pair.Baseline);
    }

    string? AnswerOf(ReadTrace trace) => _rule.AnswerOf(trace.Text);

    IEnumerable<ReadTrace> Complete()
    {
        var said = annotations.Where(annotators.IsOfTrace).DistinctBy(fact => fact.Trace).ToDictionary(fact => fact.Trace!.Value);
        return from fact in current
               where fact.Response.Role is ModelRole.Teacher
               let trace = said.GetValueOrDefault(fact.Trace)
               where trace?.Values["complete"].Flag is true
               select new ReadTrace(fact, TraceParser.Parse(fact.Response), (long)trace.Values["reasoning_tokens"].Number);
    }
}
