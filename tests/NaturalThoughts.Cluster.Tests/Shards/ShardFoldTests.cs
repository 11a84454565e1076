using System.Collections.Immutable;
using CsCheck;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Cluster.Tests.Shards;

public sealed class ShardFoldTests
{
    static readonly Digest Plan = Digest.Of("plan");
    static readonly Digest Request = Digest.Of("request");

    // Of each of four questions a few seals that rest on different numbers of facts, with traces of their own.
    static readonly Gen<SealFact[]> Seals = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 6], Gen.ULong[1, 40].Array[0, 3]).Array[1, 12]
        .Select(all => all.DistinctBy(seal => (seal.Item1, seal.Item2))
            .Select(seal => Sample.Seal(
                seal.Item1, seal.Item2, traces: seal.Item3.Distinct().Select(trace => trace + (100 * (ulong)seal.Item1)))).ToArray());

    [Fact]
    public void Apply_SealsInAnyOrder_ComeToTheSamePool() =>
        Seals.SelectMany(seals => Gen.Shuffle(seals).Select(shuffled => (seals, shuffled))).Sample(pair =>
        {
            var (one, other) = (Fold(pair.seals), Fold(pair.shuffled));
            Assert.Equal(one.SnapshotDigest, other.SnapshotDigest);
            Assert.Equal(Visible(one), Visible(other));
            var holding = pair.seals.GroupBy(seal => seal.Question).Select(seals => seals.MaxBy(seal => seal.Generation)!).ToList();
            Assert.Equal(holding.SelectMany(seal => seal.Traces).Select(trace => trace.Trace).Order(), Visible(one));
            Assert.Equal(holding.Sum(seal => seal.Traces.Length), one.Traces);
        });

    [Fact]
    public void Apply_SealThatRestsOnFewerFacts_NeverReplacesOneThatRestsOnMore()
    {
        var state = Fold([Sample.Seal(0, 3, traces: 1)]);
        state.Apply(Sample.Seal(0, 2, traces: [2, 3]), default);
        Assert.Equal([new TraceId(1)], Visible(state));
        Assert.Equal(1, state.Traces);
    }

    [Fact]
    public void SnapshotDigest_OtherTraceTextOrColumns_IsAnother()
    {
        var seal = Sample.Seal(0, 1, traces: 1);
        var trace = seal.Traces[0];
        SealedTrace[] others =
            [trace, trace with { Trace = new(2) }, trace with { Text = Digest.Of("other") }, trace with { Values = trace.Values.SetItem("sample", FeatureValue.Of(9)) }];
        Assert.Equal(others.Length, others.Select(other => Fold([seal with { Traces = [other] }]).SnapshotDigest).Distinct().Count());
    }

    [Fact]
    public void Apply_SameKeyAgain_CountsOnce()
    {
        var state = new ShardState(new([]));
        Fact[] facts = [Sample.Intake(0), Sample.Rejected(9), Sample.Response(0, Request), Sample.Seal(0, 2, traces: 1)];
        foreach (var fact in facts.Concat(facts)) state.Apply(fact, default);
        var counts = state.Counts(Plan);
        Assert.Equal(
            (2, 1, 0, 1, 1),
            (counts.Rows, counts.Unique, counts.Duplicates, counts.Unusable["not-json"], counts.Responses["teacher teach"]));
        Assert.Equal((1, 1, 5), (counts.Sealed, counts.Traces, counts.CompletionTokens));
        Assert.Null(state.Apply(facts[0], default));
    }

    [Fact]
    public void Counts_FactsInAnyOrder_Reconcile()
    {
        AttemptFact[] attempts =
            [Sample.Attempt(1, Request, 0), Sample.Attempt(1, Request, 1, "not-recorded"), Sample.Attempt(2, Request, 0)];
        Fact[] facts =
        [
            Sample.Intake(0), Sample.Intake(1), Sample.Intake(1, row: 2), Sample.Intake(2), Sample.Rejected(9), .. attempts,
            Sample.Response(0, Request), Sample.Response(2, Request),
        ];
        Gen.Shuffle(facts).Sample(shuffled =>
        {
            var state = new ShardState(new([]));
            foreach (var fact in shuffled) state.Apply(fact, default);
            var counts = state.Counts(Plan);
            Assert.Equal((5, 3, 1), (counts.Rows, counts.Unique, counts.Duplicates));
            Assert.Equal(2, counts.Responses["teacher teach"]);
            Assert.Equal([KeyValuePair.Create("not-recorded", 1L)], counts.Failed);
        });
    }

    [Fact]
    public void Spent_FactsInAnyOrderAndAgain_IsWhatWasGeneratedForTheRun()
    {
        var asked = Sample.Response(0, Request) with { Uncounted = 100 };
        Fact[] facts =
        [
            Sample.Intake(0), asked, Sample.Response(0, Request, 1, ModelRole.Baseline),
            Sample.Attempt(0, Request, 0, sample: 2) with { Uncounted = 1000 }, Sample.Attempt(0, Request, 1, sample: 2),
            Sample.Response(0, Request, 2), Sample.Reopen(Sample.Attempt(0, Request, 0, sample: 2)),
            Sample.Response(1, Request) with { Origin = new(0, "f", 1), Uncounted = 7 },
            Sample.Attempt(1, Request, 0, sample: 1) with { Origin = new(0, "f", 2), Uncounted = 7 },
            Sample.Response(2, Request) with { Response = asked.Response with { Usage = new(1, -9, null) } },
        ];
        Gen.Shuffle(facts.Concat(facts).ToArray()).Sample(shuffled =>
        {
            var state = new ShardState(new([]));
            foreach (var fact in shuffled) state.Apply(fact, default);
            Assert.Equal((1115, 1100), (state.Spent, state.Counts(Plan).Estimated));
        });
    }

    [Fact]
    public void Counts_UnderAnotherPlan_NothingIsSealed()
    {
        var state = Fold([Sample.Seal(0, 1, traces: 1)]);
        Assert.Equal(1, state.Counts(Plan).Sealed);
        Assert.Equal(0, state.Counts(Digest.Of("other")).Sealed);
    }

    [Fact]
    public void Apply_ResponseAfterTheSeal_OpensTheQuestionAgain()
    {
        var state = Fold([Sample.Seal(0, 1, traces: 1)]);
        Assert.Equal(1, state.Counts(Plan).Sealed);
        Assert.Equal(Sample.Question(0).Id, state.Apply(Sample.Response(0, Request), default));
        Assert.Equal(0, state.Counts(Plan).Sealed);
        state.Apply(Sample.Seal(0, 3, traces: [1, 2]), default);
        Assert.Equal((1, 2), (state.Counts(Plan).Sealed, state.Traces));
    }

    [Fact]
    public void Apply_CopyOfAnOldAnnotation_ChangesNoCount()
    {
        var state = new ShardState(new([]));
        foreach (var fact in new Fact[] { Sample.Intake(0), Annotation(0, 0), Sample.Seal(0, 1, traces: 1) }) state.Apply(fact, default);
        for (var other = 1; state.Knows(Annotation(0, 0)); other++) state.Apply(Annotation(1, other), default);
        Assert.Equal(1 << 14, state.Questions[Sample.Question(1).Id].Positions.Length);
        state.Apply(Annotation(0, 0), default);
        Assert.True(state.Questions[Sample.Question(0).Id].IsSealed(Plan));
        Assert.Equal((1, 1), (state.Counts(Plan).Sealed, state.Traces));
        Assert.True(state.Knows(Annotation(0, 0)));
    }

    static AnnotationFact Annotation(int question, int number) => new()
    {
        Question = Sample.Question(question).Id, Annotator = "cues", Request = Digest.Of($"{number}"),
        Values = ImmutableSortedDictionary<string, FeatureValue>.Empty,
    };

    static ShardState Fold(IEnumerable<SealFact> seals)
    {
        var state = new ShardState(new FeatureSchema([]));
        for (var question = 0; question < 4; question++) state.Apply(Sample.Intake(question), default);
        foreach (var seal in seals) state.Apply(seal, default);
        return state;
    }

    static IEnumerable<TraceId> Visible(ShardState state)
    {
        var rows = state.Table.Snapshot();
        return Enumerable.Range(0, rows.Count).Where(rows.Visible).Select(rows.Trace).Order();
    }
}
