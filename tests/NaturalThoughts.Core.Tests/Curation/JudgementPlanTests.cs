using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Core.Tests.Curation;

public sealed class JudgementPlanTests
{
    const string Verbosity = """{"because": "short", "verbosity": 3}""";

    static readonly string[] Answers = [QuestionAnswers.Name];

    [Fact]
    public void Missing_NothingYet_IsTheResponsesAndWhatJudgesTheQuestion() => Assert.Equal(
        ["teach 0", "base 0", "small domain 0", "small reasoning_type 0"],
        new JudgedSample([], "domain", "verbosity", "reasoning_type", "disagree", "correct").Missing);

    [Fact]
    public void Missing_ResponsesAreThere_IsWhatJudgesThem()
    {
        var sample = new JudgedSample([], "verbosity", "disagree", "correct");
        sample.Answer("teach 0", "<think>so</think>It is 2.");
        Assert.Equal(["base 0", "small verbosity 0", "large correct 0"], sample.Missing);
        sample.Answer("base 0", "3");
        Assert.Equal(["small verbosity 0", "large disagree 0", "large correct 0"], sample.Missing);
    }

    [Theory]
    [InlineData("<think>so so", "stop")]
    [InlineData("<think>so</think>It is 2.", "length")]
    public void Missing_TraceIsNotComplete_IsNotJudged(string content, string finish)
    {
        var sample = new JudgedSample([], "verbosity", "disagree", "correct");
        sample.Answer("teach 0", content, finish);
        sample.Answer("base 0", "3");
        Assert.Empty(sample.Missing);
    }

    [Fact]
    public void Missing_TraceWasNotReadYet_IsNotJudgedYet()
    {
        var sample = new JudgedSample([], "verbosity");
        var trace = sample.AnswerBoth().Teacher;
        var facts = sample.Dossier.Facts.Where(fact => fact is not AnnotationFact).ToList();
        var unread = sample.Dossier with { Facts = [.. facts] };
        Assert.Empty(sample.Plan.Missing(unread));
        Assert.Equal([trace], sample.Plan.Unread(unread));
        Assert.Empty(sample.Plan.Unread(sample.Dossier));
    }

    [Fact]
    public void Missing_ReplyCannotBeRead_IsOneRepairThatShowsIt()
    {
        var sample = new JudgedSample([], "verbosity");
        sample.AnswerBoth();
        sample.Answer("small verbosity 0", "Rather verbose, I would say.");
        var wanted = Assert.Single(sample.Plan.Missing(sample.Dossier));
        Assert.Equal("small verbosity repair 0", JudgedSample.Shown(wanted));
        Assert.Equal(["user", "assistant", "user"], wanted.Render().Messages.Select(message => message.Role));
        sample.Answer("small verbosity repair 0", Verbosity);
        Assert.Empty(sample.Missing);
        Assert.Equal(3, Assert.Single(sample.Seal.Traces).Values["verbosity"].Number);
    }

    [Fact]
    public void Missing_RepairCannotBeReadEither_IsADeadLetterUntilItIsReopened()
    {
        var sample = new JudgedSample([], "verbosity");
        var trace = sample.AnswerBoth().Teacher.Trace;
        sample.Answer("small verbosity 0", "Hm.");
        sample.Answer("small verbosity repair 0", "Hm hm.");
        Assert.Empty(sample.Missing);

        var letter = Assert.Single(sample.Conclusion.OfType<AttemptFact>());
        Assert.Equal(("unreadable-reply", "verbosity", trace, "small"),
            (letter.Failure.Reason, letter.Rubric, letter.About!.Value, letter.Model));
        var seal = sample.Seal;
        sample.Add(letter);
        Assert.Equal(seal.Key, Assert.Single(sample.Conclusion).Key);
        Assert.Equal(sample.Dossier.Generation, seal.Generation);

        sample.Add(NaturalThoughts.Tests.Sample.Reopen(letter));
        Assert.Equal(["small verbosity 1"], sample.Missing);
        sample.Answer("small verbosity 1", "Hm?");
        sample.Answer("small verbosity repair 1", Verbosity);
        Assert.Empty(sample.Missing);
        Assert.DoesNotContain(sample.Conclusion, fact => fact is AttemptFact or ReopenFact);
        Assert.Equal(3, Assert.Single(sample.Seal.Traces).Values["verbosity"].Number);
    }

    [Fact]
    public void Missing_ModelRefuses_IsADeadLetterWithoutARepair()
    {
        var sample = new JudgedSample([], "verbosity");
        sample.AnswerBoth();
        sample.Answer("small verbosity 0", "I'm sorry, but I can't help with that.");
        Assert.Empty(sample.Missing);
        Assert.Equal("refused", Assert.Single(sample.Conclusion.OfType<AttemptFact>()).Failure.Reason);
    }

    [Fact]
    public void Missing_ReaderBecameBetter_AsksNobodyAndTheLetterIsWithdrawn()
    {
        var sample = new JudgedSample([], "verbosity");
        sample.AnswerBoth();
        var reply = sample.Answer("small verbosity 0", "Hm.");
        sample.Answer("small verbosity repair 0", "Hm hm.");
        var letter = Assert.Single(sample.Conclusion.OfType<AttemptFact>());
        sample.Add(letter);

        // The reply that nobody could read is one that can be.
        sample.Replace(reply, reply with { Response = reply.Response with { Content = Verbosity } });
        Assert.Empty(sample.Missing);
        Assert.Equal(letter.Trace, Assert.Single(sample.Conclusion.OfType<ReopenFact>()).Trace);
        Assert.Equal(sample.Dossier.Generation + 1, sample.Seal.Generation);
    }

    [Fact]
    public void Missing_RubricChanged_IsThatRubricAlone()
    {
        var sample = new JudgedSample([], "verbosity", "correct");
        sample.AnswerBoth();
        sample.Answer("small verbosity 0", "Hm.");
        sample.Answer("small verbosity repair 0", "Hm hm.");
        sample.Answer("large correct 0", """{"answer": "2", "verdict": "incorrect"}""");
        sample.Add([.. sample.Conclusion]);
        Assert.Equal(["unreadable-reply"], sample.Dossier.Facts.OfType<AttemptFact>().Select(fact => fact.Failure.Reason));

        var before = sample.Plan.Digest;
        sample.Plan = JudgedSample.PlanOf([], "verbosity!", "correct");
        Assert.NotEqual(before, sample.Plan.Digest);
        Assert.Equal(["small verbosity 0"], sample.Missing);
        sample.Answer("small verbosity 0", Verbosity);
        Assert.Empty(sample.Missing);
        Assert.Single(sample.Conclusion.OfType<ReopenFact>());
    }

    [Fact]
    public void Missing_AnswersAreComparedByRule_JudgesWhatTheRuleCannotTell()
    {
        var sample = new JudgedSample(Answers, "disagree", "correct");
        sample.AnswerBoth(teacher: "The answer is 7.", baseline: "The answer is 7.");
        Assert.Equal(["large correct 0"], sample.Missing);

        var unsure = new JudgedSample(Answers, "disagree", "correct");
        unsure.AnswerBoth();
        Assert.Equal(["large disagree 0", "large correct 0"], unsure.Missing);

        var judge = new JudgedSample([], "disagree", "correct");
        judge.AnswerBoth(teacher: "The answer is 7.", baseline: "The answer is 7.");
        Assert.Equal(["large disagree 0", "large correct 0"], judge.Missing);
    }

    [Fact]
    public void Digest_Rubrics_AreAPartOfIt()
    {
        var plans = new[]
        {
            JudgedSample.PlanOf([]), JudgedSample.PlanOf([], "verbosity"), JudgedSample.PlanOf([], "verbosity!"),
            JudgedSample.PlanOf([], "domain"),
        };
        Assert.Equal(plans.Length, plans.Select(plan => plan.Digest).Distinct().Count());
        Assert.Equal(["teach", "base", "small"], plans[1].Models);
        Assert.Equal([2, 3], plans[..2].Select(plan => plan.ResponsesPerQuestion));
    }
}
