using System.Collections.Immutable;
using NaturalThoughts.Core.Curation.Judgements;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Curation;

/// <summary>The last step of a question's work: what its responses say together, and the seal that puts its traces into the pool.</summary>
public static class QuestionConclusion
{
    /// <summary>The facts that conclude a question; pure, so that whoever concludes it comes to the same facts.</summary>
    /// <param name="plan">What the spec asks for.</param>
    /// <param name="dossier">All responses that are to be had, with the annotations of each.</param>
    public static ImmutableArray<Fact> Of(QuestionPlan plan, QuestionDossier dossier)
    {
        if (plan.Removes(dossier)) return [Seal(plan, dossier, 0, [])];
        var (question, annotators, known) = (dossier.Question, plan.Annotators, new DossierIndex(dossier));
        var current = plan.Current(dossier).Select(fact => (Fact: fact, Text: TraceParser.Parse(fact.Response))).ToList();
        var traceRequests = annotators.TraceRequests;
        var apart = dossier.Facts.OfType<AnnotationFact>()
            .Where(fact => traceRequests.GetValueOrDefault(fact.Annotator) == fact.Request)
            .ToList();
        var verdicts = new Verdicts(dossier.Id, [.. plan.States(dossier, known)]);
        // In this order: where several speak of one column, the last one knows what the others said.
        ImmutableArray<AnnotationFact> together =
        [
            .. verdicts.Annotations, .. verdicts.PassRate(annotators),
            .. annotators.AnnotateQuestion(question, current, apart, verdicts.Answers),
        ];
        ImmutableArray<Fact> letters = [.. verdicts.Letters(known)];
        var annotations = apart.Concat(together).ToLookup(fact => fact.Trace);
        var shared = annotations[null].Aggregate(
            OfSource(question).RemoveRange(plan.Rubrics.Columns), (values, fact) => values.SetItems(fact.Values));
        return
        [
            .. together, .. letters,
            Seal(plan, dossier, letters.Length,
            [
                .. current.Where(pair => pair.Fact.Response.Role is ModelRole.Teacher).Select(pair => pair.Fact)
                    .Select(fact => new SealedTrace(fact.Trace, TextOf(fact.Response), Known(
                        annotations[fact.Trace].Aggregate(
                            shared.SetItems(OfResponse(fact.Response)),
                            (values, annotation) => values.SetItems(annotation.Values))))),
            ]),
        ];
    }

    static SealFact Seal(QuestionPlan plan, QuestionDossier dossier, int since, ImmutableArray<SealedTrace> traces) =>
        new() { Question = dossier.Id, Plan = plan.Digest, Generation = dossier.Generation + since, Traces = traces };

    static Digest TextOf(Response response) => Digest.Of(response.Content ?? "", response.Reasoning ?? "", response.FinishReason ?? "");

    static ImmutableSortedDictionary<string, FeatureValue> OfResponse(Response response) => Values(
        ("model", FeatureValue.Of(response.Model)),
        ("finish_reason", FeatureValue.Of(response.FinishReason)),
        ("sample", FeatureValue.Of(response.Sample)));

    static ImmutableSortedDictionary<string, FeatureValue> OfSource(Question question) => Values(
        [
            ("source", FeatureValue.Of(question.Source)),
            ("question_chars", FeatureValue.Of(question.Text.Length)),
            ("reference_words", question.Reference is { } reference
                ? FeatureValue.Of(reference.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length)
                : FeatureValue.Null),
            .. question.Labels.Select(label => (label.Key, FeatureValue.Of(label.Value))),
            .. question.Scores.Select(score => (score.Key, FeatureValue.Of(score.Value))),
        ]);

    static ImmutableSortedDictionary<string, FeatureValue> Values(params ReadOnlySpan<(string Column, FeatureValue Value)> values)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<string, FeatureValue>(StringComparer.Ordinal);
        foreach (var (column, value) in values) builder[column] = value;
        return builder.ToImmutable();
    }

    static ImmutableSortedDictionary<string, FeatureValue> Known(ImmutableSortedDictionary<string, FeatureValue> values) =>
        values.RemoveRange(values.Where(pair => pair.Value.IsNull).Select(pair => pair.Key));
}
