using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Cluster.Tests.Shards;

public sealed class QuestionEntryTests
{
    static readonly Digest Request = Digest.Of("request");
    readonly QuestionEntry _entry = new();

    [Fact]
    public void Failures_LaterAttempt_GivesTheReason()
    {
        Note(Sample.Attempt(0, Request, 1, "http-502"));
        Note(Sample.Attempt(0, Request, 0));
        Assert.Equal("http-502", Assert.Single(_entry.Failures).Reason);
    }

    [Fact]
    public void Failures_AnsweredBeforeOrAfter_AreNone()
    {
        Note(Sample.Attempt(0, Request, 0));
        Note(Sample.Response(0, Request));
        Assert.Empty(_entry.Failures);
        _entry.Note(Sample.Attempt(0, Request, 1), default, answered: true);
        Assert.Empty(_entry.Failures);
    }

    [Fact]
    public void Failures_Reopened_CountAgainOnlyAfterTheNextAttempt()
    {
        var first = Sample.Attempt(0, Request, 0);
        Note(first);
        Note(Sample.Reopen(first));
        Assert.Empty(_entry.Failures);
        Note(Sample.Attempt(0, Request, 1));
        Assert.Equal(1, Assert.Single(_entry.Failures).Number);
        Note(Sample.Reopen(first) with { Number = 0 });
        Assert.Single(_entry.Failures);
    }

    [Fact]
    public void IsSealed_AfterAReopening_NoLonger()
    {
        var attempt = Sample.Attempt(0, Request, 0);
        Note(Sample.Intake(0));
        Note(attempt);
        Seal(Sample.Seal(0, 2));
        Assert.True(_entry.IsSealed(Digest.Of("plan")));
        Note(Sample.Reopen(attempt));
        Assert.False(_entry.IsSealed(Digest.Of("plan")));
    }

    [Fact]
    public void Admits_SealThatRestsOnNoMore_DoesNotHold()
    {
        Seal(Sample.Seal(0, 2));
        Assert.False(_entry.Admits(Sample.Seal(0, 2, "other")));
        Assert.True(_entry.Admits(Sample.Seal(0, 3, "other")));
    }

    [Fact]
    public void IsSealed_BackToAnEarlierPlan_HoldsAgain()
    {
        foreach (var (generation, plan) in new[] { "plan", "other", "plan" }.Index())
        {
            Seal(Sample.Seal(0, generation, plan));
            Assert.Equal(Digest.Of(plan), _entry.Concluded);
        }
    }

    void Seal(SealFact seal)
    {
        Assert.True(_entry.Admits(seal));
        _entry.Seal(seal, default);
        Note(seal);
    }

    void Note(Fact fact) => _entry.Note(fact, default, answered: false);
}
