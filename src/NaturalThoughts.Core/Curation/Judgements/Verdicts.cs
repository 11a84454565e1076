using System.Collections.Immutable;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Rubrics;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Curation.Judgements;

/// <summary>What the judgements about a question come to.</summary>
/// <param name="question">The question.</param>
/// <param name="states">How far each judgement is.</param>
sealed class Verdicts(QuestionId question, IReadOnlyCollection<CaseState> states)
{
    /// <summary>One fact for each rubric and what it judged. Where it compared a trace with several baseline responses, most of them
    /// decide.</summary>
    public ImmutableArray<AnnotationFact> Annotations =>
    [
        .. from state in Read
           group state by (state.Case.Bound.Rubric, state.Case.About) into judged
           select FactOf(judged.Key.Rubric, judged.Key.About, [.. judged]),
    ];

    /// <summary>What judges said about answers.</summary>
    public ImmutableArray<JudgedAnswer> Answers =>
    [
        .. from state in Read
           where state.Case.Bound.Rubric.Subject is RubricSubject.Reference or RubricSubject.Baseline
           let flag = state.Reading!.Values![state.Case.Bound.Rubric.Columns[0]].Flag
           let differs = state.Case.Bound.Rubric.Subject is RubricSubject.Baseline
           select new JudgedAnswer(state.Case.About!.Value, state.Case.Baseline?.Trace, differs ? !flag : flag, NameOf([state])),
    ];

    /// <summary>The share of correct traces, where a judge alone says which are; <c>answer</c> says it otherwise.</summary>
    public IEnumerable<AnnotationFact> PassRate(AnnotatorSet annotators)
    {
        var judged = Read.Where(state => state.Case.Bound.Rubric.Subject is RubricSubject.Reference).ToList();
        if (annotators.AnnotatesQuestions || judged.Count == 0) yield break;
        var rate = QuestionAnswers.PassRate(judged.Select(state => state.Reading!.Values![state.Case.Bound.Rubric.Columns[0]].Flag));
        yield return new()
        {
            Question = question,
            Annotator = judged[0].Case.Bound.Rubric.Name,
            Request = Digest.Of("pass_rate", NameOf(judged).ToString()),
            Values = ImmutableSortedDictionary.Create<string, FeatureValue>(StringComparer.Ordinal).Add("pass_rate", FeatureValue.Of(rate)),
        };
    }

    /// <summary>What is to be written beside the annotations: replies that nobody can read as dead letters, and failures that stand for
    /// nothing any more as reopened.</summary>
    /// <param name="known">What is known of the question.</param>
    public IEnumerable<Fact> Letters(DossierIndex known)
    {
        var failing = states.SelectMany(state => state.Failing).ToHashSet();
        return states.Select(state => state.Letter).OfType<Fact>().Concat(
            known.Standing.Where(failure => failure.Rubric is not null && !failing.Contains(failure.Trace))
                .OrderBy(failure => failure.Trace)
                .Select(failure => new ReopenFact { Question = question, Trace = failure.Trace, Number = failure.Number }));
    }

    IEnumerable<CaseState> Read => states.Where(state => state.Reading is not null);

    AnnotationFact FactOf(Rubric rubric, TraceId? about, IReadOnlyList<CaseState> judged)
    {
        var first = judged[0].Reading!;
        return new()
        {
            Question = question,
            Trace = about,
            Annotator = rubric.Name,
            Request = NameOf(judged),
            Values = judged.Count == 1 ? first.Values! : Together(judged),
            Evidence = first.Evidence,
        };
    }

    static ImmutableSortedDictionary<string, FeatureValue> Together(IReadOnlyList<CaseState> judged) =>
        judged[0].Reading!.Values!.ToImmutableSortedDictionary(
            value => value.Key,
            value => FeatureValue.Of(QuestionAnswers.Majority(judged.Select(state => !state.Reading!.Values![value.Key].Flag))),
            StringComparer.Ordinal);

    static Digest NameOf(IEnumerable<CaseState> judged) => Digest.Of(
    [
        "reading", TraceParser.Version,
        .. judged.OrderBy(state => state.Reply!.Trace)
            .SelectMany(state => new[] { state.Case.Bound.Rubric.ReaderVersion, $"{state.Reply!.Trace}" }),
    ]);
}
