using System.Collections.Immutable;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Cluster.Tests.Shards;

public sealed class CommitCountersTests : IDisposable
{
    static readonly Digest Request = Digest.Of("request");

    readonly string _run = $"run-{Guid.NewGuid():N}";
    readonly Heard _heard = new();

    public void Dispose() => _heard.Dispose();

    [Fact]
    public void Note_Rows_AreTakenOrUnusable()
    {
        Note([Sample.Intake(1), Sample.Intake(1, row: 2), Sample.Intake(2), Sample.Rejected(9)]);
        Assert.Equal([("stage=intake outcome=taken", 3), ("stage=intake outcome=unusable", 1)], Told("questions"));
        Assert.Equal([("kind=row reason=not-json", 1)], Told("dead_letters"));
    }

    [Fact]
    public void Note_RemovalsAndSeals_AreQuestionsThatLeaveOrEnd()
    {
        var removed = Removal("near-duplicate");
        Note([removed, Removal(null), Sample.Seal(1, 1), Sample.Seal(2, 1)], question => question == removed.Question);
        Assert.Equal([("stage=cleaning outcome=removed", 1), ("stage=sealing outcome=sealed", 1)], Told("questions"));
    }

    [Fact]
    public void Note_Responses_AreCountedByStageWithTheTokensThatWerePaid()
    {
        var asked = Sample.Response(1, Request) with { Uncounted = 40 };
        Note(
        [
            asked, Sample.Response(2, Request, role: ModelRole.Baseline), Said(3, ModelRole.Judge), Said(4, ModelRole.Annotator),
            Sample.Response(5, Request) with { Origin = Sample.Intake(5).Origin }, Sample.Response(6, Request) with { Run = "another" },
        ]);
        Assert.Equal([("stage=judgement outcome=committed", 2), ("stage=response outcome=committed", 4)], Told("traces"));
        Assert.Equal(
        [
            ("direction=input role=annotator model=base", 1), ("direction=input role=baseline model=base", 1),
            ("direction=input role=judge model=base", 1), ("direction=input role=teacher model=teach", 1),
            ("direction=output role=annotator model=base", 5), ("direction=output role=baseline model=base", 5),
            ("direction=output role=judge model=base", 5), ("direction=output role=teacher model=teach", 45),
        ], Told("tokens"));
        Assert.Empty(Told("dead_letters"));
    }

    [Fact]
    public void Note_Failures_AreDeadLettersAndTheirTokensAreCounted()
    {
        var unreadable = Sample.Attempt(2, Request, 0, RubricReading.Declined) with { Role = ModelRole.Judge };
        Note([Sample.Attempt(1, Request, 0) with { Uncounted = 9 }, Sample.Attempt(1, Request, 1), unreadable]);
        Assert.Equal([($"kind=response reason={RubricReading.Declined}", 1), ("kind=response reason=silent", 2)], Told("dead_letters"));
        // The judge's reply was committed.
        Assert.Equal([("stage=response outcome=failed", 2)], Told("traces"));
        Assert.Equal([("direction=output role=teacher model=teach", 9)], Told("tokens"));
    }

    [Fact]
    public void Note_EmbeddingsAndAnnotations_HaveStagesOfTheirOwn()
    {
        Note([Embedding(1), Embedding(2), Annotation(1), Sample.Reopen(Sample.Attempt(1, Request, 0))]);
        Assert.Equal([("stage=annotation outcome=committed", 1), ("stage=embedding outcome=committed", 2)], Told("traces"));
        Assert.Empty(Told("questions"));
    }

    [Fact]
    public void Note_SeveralCommits_AreSaidOnceEach()
    {
        var counters = new CommitCounters(_run, _ => false);
        counters.Note([.. Enumerable.Range(0, 50).Select(n => EncodedFact.Of(Sample.Intake(n)))]);
        counters.Note([EncodedFact.Of(Sample.Intake(50))]);
        Assert.Equal([50, 1], _heard.All.Where(said => said.About.Contains(_run)).Select(said => said.Value));
    }

    void Note(IEnumerable<Fact> facts, Func<QuestionId, bool>? isRemoved = null) =>
        new CommitCounters(_run, isRemoved ?? (_ => false)).Note([.. facts.Select(EncodedFact.Of)]);

    IEnumerable<(string, double)> Told(string name) => _heard.Sums(name, $"run={_run}")
        .Select(said => (said.Key.Replace($"run={_run} ", ""), said.Value)).Order();

    static ResponseFact Said(int question, ModelRole role)
    {
        var response = Sample.Response(question, Request, role: ModelRole.Baseline);
        return response with { Response = response.Response with { Role = role }, Rubric = "verbosity" };
    }

    static RemovalFact Removal(string? reason) =>
        new() { Question = Sample.Question(1).Id, Rule = Digest.Of("rule"), Number = reason is null ? 1 : 0, Reason = reason };

    static EmbeddingFact Embedding(int question) =>
        new() { Question = Sample.Question(question).Id, Request = Request, Model = "e", Vector = [1, 2] };

    static AnnotationFact Annotation(int question) => new()
    {
        Question = Sample.Question(question).Id, Annotator = "answer", Request = Request,
        Values = ImmutableSortedDictionary<string, FeatureValue>.Empty,
    };
}
