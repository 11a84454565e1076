using CsCheck;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Tests.Curation;

public sealed class JudgementConclusionTests
{
    [Fact]
    public void Of_Replies_AreAnnotationsAndColumns()
    {
        var sample = new JudgedSample([], "domain", "strategies", "disagree");
        var teacher = sample.AnswerBoth().Teacher;
        sample.Answer("small domain 0", """{"domain": "Science", "topic": "Roots"}""");
        sample.Answer("small strategies 0", """{"strategies": [{"count": 2, "name": "verification"}]}""");
        sample.Answer("large disagree 0", """{"first": "2", "second": "?", "verdict": "different"}""");

        var facts = sample.Conclusion.OfType<AnnotationFact>().ToDictionary(fact => fact.Annotator);
        Assert.Equal([("disagree", teacher.Trace), ("domain", null), ("strategies", teacher.Trace)],
            facts.Values.Select(fact => (fact.Annotator, fact.Trace)).OrderBy(fact => fact.Annotator, StringComparer.Ordinal));
        Assert.Equal(2, facts["strategies"].Evidence.Length);
        var values = Assert.Single(sample.Seal.Traces).Values;
        Assert.Equal(("Science", "roots", true, 1, "hard"), (
            values["domain"].Text, values["topic"].Text, values["disagree"].Flag, values["strategies_unique"].Number, values["level"].Text));
    }

    [Fact]
    public void Of_DomainThatNobodyCouldRead_IsNotTheSources()
    {
        var sample = new JudgedSample([], "domain");
        sample.AnswerBoth();
        sample.Answer("small domain 0", "I'm sorry, but I can't help with that.");
        Assert.DoesNotContain("domain", Assert.Single(sample.Seal.Traces).Values.Keys);
    }

    [Fact]
    public void Of_JudgedCorrect_CountsWhereTheRuleCannotTell()
    {
        var sample = new JudgedSample([QuestionAnswers.Name], "correct");
        sample.AnswerBoth();
        var unjudged = sample.Conclusion.OfType<AnnotationFact>().First(fact => fact.Annotator == QuestionAnswers.Name);
        sample.Answer("large correct 0", """{"answer": "root 2", "verdict": "correct"}""");

        var judged = sample.Conclusion.OfType<AnnotationFact>().First(fact => fact.Annotator == QuestionAnswers.Name);
        Assert.Equal((FeatureValue.Null, FeatureValue.Of(true)), (unjudged.Values["correct"], judged.Values["correct"]));
        Assert.NotEqual(unjudged.Key, judged.Key);
        var values = Assert.Single(sample.Seal.Traces).Values;
        Assert.Equal((true, 1), (values["correct"].Flag, values["pass_rate"].Number));
    }

    [Fact]
    public void Of_JudgeAlone_SaysThePassRate()
    {
        var sample = new JudgedSample([], "correct");
        sample.AnswerBoth(teacher: "The answer is the square root of two.");
        sample.Answer("large correct 0", """{"answer": "root 2", "verdict": "incorrect"}""");
        var values = Assert.Single(sample.Seal.Traces).Values;
        Assert.Equal((false, 0), (values["correct"].Flag, values["pass_rate"].Number));
    }

    [Fact]
    public void Of_SeveralBaselines_MostOfThemDecide()
    {
        var sample = new JudgedSample([], "disagree");
        sample.AnswerBoth();
        foreach (var model in new[] { "x", "y" })
            sample.Add(NaturalThoughts.Tests.Sample.Response(0, Core.Identity.Digest.Of(model), role: Core.Responses.ModelRole.Baseline)
                with
            { Origin = new(0, "more.jsonl", 1) });
        foreach (var verdict in new[] { "same", "different", "different" })
            sample.Answer("large disagree 0", $$"""{"verdict": "{{verdict}}"}""");
        Assert.Empty(sample.Missing);
        Assert.Single(sample.Conclusion, fact => fact is AnnotationFact { Annotator: "disagree" });
        Assert.True(Assert.Single(sample.Seal.Traces).Values["disagree"].Flag);
    }

    [Fact]
    public void Of_FactsInAnyOrder_AreTheSameFacts()
    {
        var sample = new JudgedSample([QuestionAnswers.Name], "domain", "verbosity", "disagree", "correct");
        sample.AnswerBoth();
        sample.Answer("small domain 0", "?");
        sample.Answer("small domain repair 0", "??");
        sample.Answer("small verbosity 0", """{"verbosity": 3}""");
        sample.Answer("large disagree 0", """{"verdict": "same"}""");
        sample.Answer("large correct 0", "I'm sorry, but I can't help with that.");
        var expected = Keys(sample.Dossier);
        Assert.Equal(expected.Distinct(), expected);
        Gen.Shuffle(sample.Dossier.Facts.ToArray())
            .Sample(shuffled => Assert.Equal(expected, Keys(sample.Dossier with { Facts = [.. shuffled] })));

        IEnumerable<string> Keys(QuestionDossier dossier) =>
            QuestionConclusion.Of(sample.Plan, dossier).Select(fact => fact is SealFact seal
                ? $"{seal.Key} {string.Join(',', seal.Traces.SelectMany(trace => trace.Values))}" : $"{fact.Key}").ToList();
    }
}
