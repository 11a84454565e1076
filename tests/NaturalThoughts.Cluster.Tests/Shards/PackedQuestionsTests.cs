using System.Collections.Immutable;
using CsCheck;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Cluster.Tests.Shards;

public sealed class PackedQuestionsTests
{
    static readonly Digest Request = Digest.Of("request");

    static readonly Gen<(int Question, Fact Fact)> AnyFact = Gen
        .Select(Gen.Int[0, 5], Gen.Int[0, 6], Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 9])
        .Select(pick => (pick.Item1, FactOf(pick.Item1, pick.Item2, pick.Item3, pick.Item4, pick.Item5)));

    // Steps over rows and segments, and back, as a test's log may have them.
    static readonly Gen<FactPosition> Position = Gen.Select(Gen.Int[0, 300], Gen.Int[0, 300])
        .Select(place => new FactPosition(place.Item1, place.Item2));

    [Fact]
    public void Apply_AnyFactsInAnyOrderAndAgain_IsWhatPlainDictionariesSay() =>
        Gen.Select(AnyFact, Gen.Bool, Position).Array[0, 80].Sample(steps =>
        {
            var (state, plain, position) = (new ShardState(new FeatureSchema([])), new PlainShard(), new FactPosition(1, 0));
            foreach (var ((question, fact), next, jump) in steps)
            {
                position = next ? position with { Row = position.Row + 1 } : jump;
                Assert.Equal(plain.Knows(fact), state.Knows(fact));
                var known = plain.Knows(fact);
                plain.Apply(Sample.Question(question).Id, fact, position);
                Assert.Equal(known ? null : Sample.Question(question).Id, state.Apply(fact, position));
                Assert.True(state.Knows(fact));
                Same(plain, state);
            }
        });

    [Fact]
    public void Apply_QuestionWithThousandsOfRows_KnowsEachAndWhereItStands()
    {
        var state = new ShardState(new FeatureSchema([]));
        const int rows = 9_000;
        for (var row = 0; row < rows; row++) state.Apply(Sample.Intake(0, row), new(row + 1, 0));
        for (var row = 0; row < rows; row += 100) Assert.True(state.Knows(Sample.Intake(0, row)));
        Assert.False(state.Knows(Sample.Intake(0, rows)));
        var positions = state.Questions[Sample.Question(0).Id].Positions;
        Assert.Equal(Enumerable.Range(1, rows).Select(segment => new FactPosition(segment, 0)), positions);
    }

    [Fact]
    public void Apply_OneQuestionAgainAndAgain_CopiesNoMoreForTheLastRowThanForTheFirst()
    {
        const int rows = 20_000;
        var state = new ShardState(new FeatureSchema([]));
        var facts = Enumerable.Range(0, rows).Select(row => Sample.Intake(0, row)).ToArray();
        Apply(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var row = 1; row < rows; row++) Apply(row);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(bytes, 0, rows * 4096L);
        Assert.Equal(rows, state.Questions[Sample.Question(0).Id].Positions.Length);

        void Apply(int row)
        {
            Assert.NotNull(state.Apply(facts[row], new(1 + (row / 256), row % 256)));
            Assert.True(state.Knows(facts[row]));
        }
    }

    [Fact]
    public void Apply_QuestionThatGrowsLarge_IsSealedAnsweredAndReopenedAsOthersAre()
    {
        var (state, plain) = (new ShardState(new FeatureSchema([])), new PlainShard());
        Fact[] facts =
        [
            .. Enumerable.Range(0, 200).Select(row => Sample.Intake(0, row)),
            .. Enumerable.Range(0, 100).Select(sample => Sample.Response(0, Request, sample)),
            FactOf(0, 6, 1, 0, 5), Sample.Attempt(0, Request, 0, sample: 500),
            FactOf(0, 6, 2, 1, 9), Sample.Response(0, Request, 500), Sample.Intake(1, 5_000), FactOf(0, 6, 0, 0, 400),
        ];
        foreach (var (index, fact) in facts.Index())
        {
            var (question, position) = (Sample.Question(fact == facts[^2] ? 1 : 0).Id, new FactPosition(index + 1, index % 3));
            plain.Apply(question, fact, position);
            state.Apply(fact, position);
            if (index % 40 == 0 || index > 298) Same(plain, state);
        }

        Assert.All(facts, fact => Assert.Equal(plain.Knows(fact), state.Knows(fact)));
    }

    [Fact]
    public void Indexer_QuestionNobodyKnows_Throws() =>
        Assert.Throws<KeyNotFoundException>(() => new ShardState(new FeatureSchema([])).Questions[Sample.Question(0).Id]);

    static void Same(PlainShard plain, ShardState state)
    {
        Assert.Equal(plain.Questions.Count, state.Questions.Count);
        Assert.Equal(plain.Questions.Keys, state.Questions.Keys);
        var rows = state.Table.Snapshot();
        foreach (var (id, known) in plain.Questions)
        {
            var entry = state.Questions[id];
            Assert.Equal(known.Facts.Any(fact => fact is IntakeFact), entry.HasIntake);
            Assert.Equal(known.Positions, entry.Positions);
            Assert.Equal(known.Cleaning, entry.Cleaning);
            Assert.Equal(known.Concluded, entry.Concluded);
            Assert.Equal(known.Failures.OrderBy(failure => failure.Trace), entry.Failures.OrderBy(failure => failure.Trace));
            Assert.Equal(
                (known.Seal?.Traces ?? []).Select(trace => (trace.Trace, id)),
                entry.Rows.All.Select(row => (rows.Trace(row), rows.Question(row))));
            Assert.All(entry.Rows.All, row => Assert.True(rows.Visible(row)));
        }

        Assert.Equal(
            plain.Questions.Values.Sum(known => known.Seal?.Traces.Length ?? 0),
            Enumerable.Range(0, rows.Count).Count(rows.Visible));
    }

    static Fact FactOf(int question, int kind, int sample, int number, int generation) => kind switch
    {
        0 => Sample.Intake(question, number),
        1 => Sample.Response(question, Request, sample),
        2 => Sample.Attempt(question, Request, number, generation % 2 == 0 ? "http-502" : "silent", sample) with
        {
            Origin = generation > 6 ? new(0, "questions.jsonl", 1) : null,
        },
        3 => Sample.Reopen(Sample.Attempt(question, Request, number, sample: sample)),
        4 => new AnnotationFact
        {
            Question = Sample.Question(question).Id, Annotator = "cues", Request = Digest.Of($"{number}"),
            Trace = sample == 0 ? null : TraceId.Of(Sample.Question(question).Id, Request, sample),
            Values = ImmutableSortedDictionary<string, FeatureValue>.Empty,
        },
        5 => new RemovalFact
        {
            Question = Sample.Question(question).Id, Rule = Digest.Of($"rule {sample}"), Number = number,
            Reason = generation % 3 == 0 ? null : generation % 3 == 1 ? "contaminated" : "near-duplicate", Detail = $"{generation}",
        },
        _ => Sample.Seal(question, generation, $"plan {number % 2}") with
        {
            Traces =
            [
                .. Enumerable.Range(0, sample + 1).Select(trace => TraceId.Of(Sample.Question(question).Id, Request, trace))
                    .Select(trace => new SealedTrace(trace, Request, ImmutableSortedDictionary<string, FeatureValue>.Empty)),
            ],
        },
    };
}
