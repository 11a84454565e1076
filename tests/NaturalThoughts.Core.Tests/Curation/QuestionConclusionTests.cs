using CsCheck;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Curation.Judgements;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Core.Tests.Annotations;
using NaturalThoughts.Core.Traces;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Core.Tests.Curation;

public sealed class QuestionConclusionTests
{
    static readonly AnnotatorSet Annotators = Set(limit: 16384);
    static readonly QuestionPlan Plan = new(
        Sample.Spec with { Models = Sample.Spec.Models.SetItem("t", Sample.Teacher with { Samples = 3 }) }, Annotators, RubricSet.None);
    static readonly Digest Teacher = ModelRequest.Of(Sample.Teacher, Sample.Question(0)).Digest;
    static readonly Digest Baseline = ModelRequest.Of(Sample.Baseline, Sample.Question(0), ModelRole.Baseline).Digest;
    static readonly ResponseFact[] Samples =
        [Says(0, "<think>so</think>3"), Says(1, "<think>so so</think>4"), Says(2, "<think>so so so</think>4")];

    [Fact]
    public void Of_FactsInAnyOrder_AreTheSameFacts()
    {
        Fact[] facts = [Sample.Intake(0), Sample.Intake(0, row: 2), .. Samples, .. Samples.SelectMany(Annotated), Sample.Response(0, Baseline, role: ModelRole.Baseline)];
        var expected = Written(Of(facts));
        Gen.Shuffle(facts).Sample(shuffled => Assert.Equal(expected, Written(Of(shuffled))));
    }

    [Fact]
    public void Of_Baselines_AreNoTraces() => Assert.Equal(
        [Samples[1].Trace],
        Seal(Sample.Intake(0), Samples[1], Sample.Response(0, Baseline, role: ModelRole.Baseline)).Traces.Select(trace => trace.Trace));

    [Fact]
    public void Of_RemovedQuestion_IsASealWithoutTraces()
    {
        var plan = new QuestionPlan(Sample.Spec, Annotators, RubricSet.None, Digest.Of("rule"));
        var removal = new RemovalFact { Question = Sample.Question(0).Id, Rule = Digest.Of("rule"), Number = 0, Reason = "contaminated" };
        Fact[] facts = [Sample.Intake(0), .. Samples, .. Samples.SelectMany(Annotated), removal];

        var seal = Assert.IsType<SealFact>(Assert.Single(
            QuestionConclusion.Of(plan, QuestionDossier.Of(Sample.Question(0).Id, facts))));

        Assert.Empty(seal.Traces);
        Assert.Equal((plan.Digest, 5), (seal.Plan, seal.Generation));
    }

    [Fact]
    public void Of_ResponsesToAnEarlierPrompt_AreLeftOutButImportedOnesStay()
    {
        var earlier = Sample.Response(0, Digest.Of("earlier"));
        var imported = Sample.Response(0, Digest.Of("imported")) with { Origin = new(0, "traces.jsonl", 1) };
        Assert.Equal([imported.Trace], Seal(Sample.Intake(0), earlier, imported).Traces.Select(trace => trace.Trace));
    }

    [Fact]
    public void Of_AnnotationsOfOtherParameters_SayNothing()
    {
        var other = Set(limit: 1).AnnotateTrace(Sample.Question(0), Samples[1], TraceParser.Parse(Samples[1].Response));
        Assert.False(other.Single(fact => fact.Annotator == "trace").Values["complete"].Flag);
        foreach (var annotations in new[] { Annotated(Samples[1]).Concat(other), other.Concat(Annotated(Samples[1])) })
            Assert.True(Assert.Single(Seal([Sample.Intake(0), Samples[1], .. annotations]).Traces).Values["complete"].Flag);
    }

    [Fact]
    public void Of_EachTrace_HasItsOwnColumns()
    {
        var seal = Seal([Sample.Intake(0), .. Samples, .. Samples.SelectMany(Annotated)]);
        Assert.Equal(
            Samples.OrderBy(fact => fact.Trace).Select(fact => (fact.Trace, (double)fact.Response.Sample, fact.Response.Sample + 1.0)),
            seal.Traces.Select(trace => (trace.Trace, trace.Values["sample"].Number, trace.Values["reasoning_tokens"].Number)));
    }

    [Theory]
    [InlineData("another", null, "stop")]
    [InlineData("text", "another", "stop")]
    [InlineData("text", null, "length")]
    public void Of_OtherRawResponse_HasAnotherTextDigest(string content, string? reasoning, string finish) =>
        Assert.NotEqual(TextOf("text", null, "stop"), TextOf(content, reasoning, finish));

    static Digest TextOf(string content, string? reasoning, string finish)
    {
        var fact = Samples[0] with { Response = Samples[0].Response with { Content = content, Reasoning = reasoning, FinishReason = finish } };
        return Assert.Single(Seal(Sample.Intake(0), fact).Traces).Text;
    }

    static AnnotatorSet Set(int limit) =>
        AnnotatorSet.Of(["cues", QuestionAnswers.Name], new LimitsSpec { ResponseTokens = limit }, new CountsWords()).Value!;

    static ResponseFact Says(int sample, string content)
    {
        var fact = Sample.Response(0, Teacher, sample);
        return fact with { Response = fact.Response with { Content = content, FinishReason = "stop", Usage = null } };
    }

    static IEnumerable<Fact> Annotated(ResponseFact fact) =>
        Annotators.AnnotateTrace(Sample.Question(0), fact, TraceParser.Parse(fact.Response));

    static IEnumerable<Fact> Of(IEnumerable<Fact> facts) =>
        QuestionConclusion.Of(Plan, new() { Id = Sample.Question(0).Id, Facts = [.. facts] });

    static SealFact Seal(params IEnumerable<Fact> facts) => Of(facts).OfType<SealFact>().Single();

    static IEnumerable<string> Written(IEnumerable<Fact> facts) => facts.Select(fact => fact switch
    {
        SealFact seal => $"{seal.Key} {string.Join(';', seal.Traces.Select(trace => $"{trace.Trace} {trace.Text} {Values(trace.Values)}"))}",
        AnnotationFact annotation => $"{annotation.Key} {Values(annotation.Values)}",
        _ => $"{fact}",
    });

    static string Values(IEnumerable<KeyValuePair<string, FeatureValue>> values) => string.Join(',', values);
}
