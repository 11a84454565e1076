using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Curation.Judgements;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Core.Tests.Annotations;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Core.Tests.Curation;

public sealed class QuestionPlanTests
{
    static readonly QuestionPlan Plan = Of(
        Sample.Spec with { Models = Sample.Spec.Models.SetItem("t", Sample.Teacher with { Samples = 2 }) }, "cues");
    static readonly Digest Teacher = ModelRequest.Of(Sample.Teacher, Sample.Question(0)).Digest;
    static readonly Digest Baseline = ModelRequest.Of(Sample.Baseline, Sample.Question(0), ModelRole.Baseline).Digest;

    [Fact]
    public void Removes_LastVerdictByTheSpecsRule_Holds()
    {
        var plan = Of(Sample.Spec, "cues", Digest.Of("rule"));

        Assert.False(plan.Removes(Verdicts()));
        Assert.True(plan.Removes(Verdicts(("rule", "near-duplicate"))));
        Assert.False(plan.Removes(Verdicts(("rule", "near-duplicate"), ("rule", null))));
        Assert.True(plan.Removes(Verdicts(("rule", "near-duplicate"), ("rule", null), ("rule", "contaminated"))));
        Assert.False(plan.Removes(Verdicts(("rule", "contaminated"), ("other", "contaminated"))));
        Assert.False(Plan.Removes(Verdicts(("rule", "contaminated"))));

        static QuestionDossier Verdicts(params (string Rule, string? Reason)[] said) => QuestionDossier.Of(Sample.Question(0).Id,
            said.Index().Reverse().Select(one => new RemovalFact
            {
                Question = Sample.Question(0).Id, Rule = Digest.Of(one.Item.Rule), Number = one.Index, Reason = one.Item.Reason,
            }));
    }

    [Fact]
    public void Digest_OtherCleaning_IsAnotherPlan() => Assert.Equal(3, new Digest?[] { null, Digest.Of("a"), Digest.Of("b") }
        .Select(rule => Of(Sample.Spec, "cues", rule).Digest).Distinct().Count());

    [Fact]
    public void Missing_NothingYet_IsAllThatTheSpecAsks() => Assert.Equal(
        [(Teacher, 0, 0), (Teacher, 1, 0), (Baseline, 0, 0)], Missing());

    [Fact]
    public void Missing_SomeCommitted_IsTheRest() => Assert.Equal(
        [(Teacher, 0, 0)], Missing(Sample.Response(0, Teacher, sample: 1), Sample.Response(0, Baseline, role: ModelRole.Baseline)));

    [Fact]
    public void Missing_FailedForGood_IsNotAskedUntilItIsReopened()
    {
        var attempt = Sample.Attempt(0, Teacher, 0);
        Assert.Equal([(Teacher, 1, 0), (Baseline, 0, 0)], Missing(attempt));
        Assert.Equal([(Teacher, 0, 1), (Teacher, 1, 0), (Baseline, 0, 0)], Missing(attempt, Sample.Reopen(attempt)));
        Assert.Equal([(Teacher, 1, 0), (Baseline, 0, 0)], Missing(attempt, Sample.Reopen(attempt), Sample.Attempt(0, Teacher, 1)));
        Assert.Equal([(Teacher, 1, 0), (Baseline, 0, 0)], Missing(attempt, Sample.Reopen(attempt), Sample.Response(0, Teacher)));
    }

    [Fact]
    public void Missing_AnsweredUnderAnotherTemperature_IsAskedAgain() => Assert.Equal(
        3, Missing(Sample.Response(0, ModelRequest.Of(Sample.Teacher with { Temperature = 0.7 }, Sample.Question(0)).Digest)).Count());

    [Fact]
    public void Digest_OtherModelsSamplesOrAnnotators_IsAnother()
    {
        QuestionPlan[] plans =
        [
            Plan, Of(Sample.Spec, "cues"), Of(Sample.Spec, "answer"),
            Of(Sample.Spec with { Baselines = [] }, "cues"),
            Of(Sample.Spec with { Teachers = ["b"], Baselines = ["t"] }, "cues"),
            Of(Sample.Spec with { Models = Sample.Spec.Models.SetItem("t", Sample.Teacher with { Prompt = "Think: {question}" }) }, "cues"),
        ];
        Assert.Equal(plans.Length, plans.Select(plan => plan.Digest).Distinct().Count());
        Assert.Equal(plans[1].Digest, Of(Sample.Spec with { Run = "other", Shards = 3 }, "cues").Digest);
    }

    [Fact]
    public void Current_OfAnotherRun_IsWhatTheSpecAsksAndWhatItsModelsDoNotSay()
    {
        var otherwise = ModelRequest.Of(Sample.Teacher with { Temperature = 0.7 }, Sample.Question(0)).Digest;
        var (own, same, orphan) = (Sample.Response(0, otherwise, sample: 1), OfRun(Teacher, "teach"), OfRun(otherwise, "teach"));
        var stranger = OfRun(otherwise, "another", sample: 2);
        var read = Sample.Response(0, otherwise, sample: 3) with { Origin = new(0, "a", 1) };

        var current = Plan.Current(Dossier(own, same, orphan, stranger, read));

        Assert.Equal(new[] { same.Trace, stranger.Trace, read.Trace }.Order(), current.Select(fact => fact.Trace));
    }

    [Fact]
    public void InRoles_AskedInAnotherRoleBefore_SpeaksInTheSpecs()
    {
        var asked = Sample.Response(0, Teacher, role: ModelRole.Baseline);
        var other = Sample.Response(0, Digest.Of("x"), role: ModelRole.Baseline);

        var dossier = Plan.InRoles(Dossier(asked, other));

        Assert.Equal(ModelRole.Teacher, dossier.Responses.Single(fact => fact.Trace == asked.Trace).Response.Role);
        Assert.Equal(ModelRole.Baseline, dossier.Responses.Single(fact => fact.Trace == other.Trace).Response.Role);
    }

    static ResponseFact OfRun(Digest request, string model, int sample = 0)
    {
        var fact = Sample.Response(0, request, sample);
        return fact with { Run = "first", Response = fact.Response with { Model = model } };
    }

    static QuestionDossier Dossier(params Fact[] facts) => new() { Id = Sample.Question(0).Id, Facts = [Sample.Intake(0), .. facts] };

    static IEnumerable<(Digest, int, int)> Missing(params Fact[] facts) =>
        Plan.Missing(Dossier(facts)).Select(missing => (missing.Request, missing.Sample, missing.Attempt));

    static QuestionPlan Of(RunSpec spec, string annotator, Digest? cleaning = null) =>
        new(spec, AnnotatorSet.Of([annotator], spec.Limits, new CountsWords()).Value!, RubricSet.None, cleaning);
}
