using System.Collections.Immutable;
using CsCheck;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Cluster.Tests.Shards;

public class ShardStateTests
{
    const int EmbeddedKind = 5;
    const int NotEmbeddedKind = 6;
    const int ReopenedKind = 7;
    const int SealKind = 8;

    static readonly Digest[] Plans = [Digest.Of("plan", "1"), Digest.Of("plan", "2")];
    static readonly Digest Request = Digest.Of("request");
    static readonly Digest Embedding = Digest.Of("embedding");
    static readonly Question[] Questions = [.. Enumerable.Range(0, 3).Select(number => $"What is {number} + 1?")
        .Select(text => new Question { Id = QuestionId.Of(text), Text = text, Source = "s" })];

    static readonly Gen<Fact> AnyFact = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 9], Gen.Int[0, SealKind], FactOf);

    static Fact FactOf(int which, int sample, int number, int generation, int kind)
    {
        var question = Questions[which].Id;
        var trace = TraceId.Of(question, Request, sample);
        return kind switch
        {
            0 => IntakeOf(which, number),
            1 => new ResponseFact
            {
                Question = question,
                Response = new()
                {
                    Request = Request, Sample = sample, Model = "m", Role = ModelRole.Teacher, Content = "x", Usage = new(1, 2, null),
                },
            },
            2 => new AttemptFact
            {
                Question = question, Request = Request, Sample = sample, Number = number, Role = ModelRole.Teacher, Model = "m",
                Failure = new(generation % 2 == 0 ? "http-502" : "silent", "…"),
            },
            3 => new ReopenFact { Question = question, Trace = trace, Number = number },
            4 => new RemovalFact
            {
                Question = question, Rule = Plans[sample % 2], Number = number,
                Reason = generation % 3 == 0 ? null : $"reason {generation % 2}",
            },
            EmbeddedKind => new EmbeddingFact { Question = question, Request = Embedding, Model = "e", Vector = [1] },
            NotEmbeddedKind => new AttemptFact
            {
                Question = question, Request = Embedding, Number = number, Role = ModelRole.Embedder, Model = "e", Failure = new("http-400", "…"),
            },
            ReopenedKind => new ReopenFact { Question = question, Trace = TraceId.Of(question, Embedding, 0), Number = number },
            _ => new SealFact
            {
                Question = question, Plan = Plans[number % 2], Generation = generation,
                Traces = [new(trace, Request, ImmutableSortedDictionary<string, FeatureValue>.Empty)],
            },
        };
    }

    [Fact]
    public void Counts_AfterAnyFacts_AreWhatAScanOfAllQuestionsSays() => AnyFact.Array[0, 60].Sample(facts =>
    {
        var state = new ShardState(new FeatureSchema([]));
        foreach (var (number, fact) in Log(facts))
        {
            state.Apply(fact, new(1, number));
            foreach (var plan in Plans)
                foreach (var rule in new Digest?[] { null, Plans[0], Plans[1] })
                    Assert.Equal(Scanned(state, plan, rule), Counted(state.Counts(plan, rule)));
        }
    });

    [Fact]
    public void Apply_SameLogAgain_ChangesNothing() => AnyFact.Array[0, 40].Sample(facts =>
    {
        var (once, twice) = (new ShardState(new FeatureSchema([])), new ShardState(new FeatureSchema([])));
        foreach (var (number, fact) in Log(facts)) once.Apply(fact, new(1, number));
        foreach (var (number, fact) in Log(facts).Concat(Log(facts))) twice.Apply(fact, new(1, number));

        Assert.Equal(once.SnapshotDigest, twice.SnapshotDigest);
        foreach (var plan in Plans) Assert.Equal(Said(once.Counts(plan)), Said(twice.Counts(plan)));
    });

    [Fact]
    public void Apply_Embedding_LeavesTheQuestionSealed()
    {
        var state = Sealed(traces: 1);
        var question = Questions[0].Id;
        Assert.Equal(0, state.NextEmbedding(question, Embedding, Plans[0]));

        Assert.Null(state.Apply(FactOf(0, 0, 0, 0, kind: EmbeddedKind), new(1, 9)));

        Assert.Equal((1L, 1L), (state.Counts(Plans[0]).Sealed, state.Counts(Plans[0]).Responses["embedder e"]));
        Assert.True(state.IsEmbedded(question, Embedding));
        Assert.Null(state.NextEmbedding(question, Embedding, Plans[0]));
        Assert.Equal(0, state.NextEmbedding(question, Digest.Of("other"), Plans[0]));
    }

    [Fact]
    public void Apply_EmbeddingFailed_IsCountedAndTheQuestionStaysSealedUntilItIsReopened()
    {
        var state = Sealed(traces: 1);
        var question = Questions[0].Id;

        state.Apply(FactOf(0, 0, 0, 0, kind: NotEmbeddedKind), new(1, 9));
        Assert.Equal((1L, 1L), (state.Counts(Plans[0]).Sealed, state.Counts(Plans[0]).Failed["http-400"]));
        Assert.Null(state.NextEmbedding(question, Embedding, Plans[0]));
        state.Apply(FactOf(0, 0, 0, 0, kind: ReopenedKind), new(1, 10));
        Assert.Null(state.NextEmbedding(question, Embedding, Plans[0]));
        state.Apply(FactOf(0, 0, 0, generation: 3, kind: SealKind), new(1, 11));
        Assert.Equal(1, state.NextEmbedding(question, Embedding, Plans[0]));
        state.Apply(FactOf(0, 0, 1, 0, kind: NotEmbeddedKind), new(1, 12));
        Assert.Null(state.NextEmbedding(question, Embedding, Plans[0]));
        state.Apply(FactOf(0, 0, 0, 0, kind: EmbeddedKind), new(1, 13));

        Assert.Empty(state.Counts(Plans[0]).Failed);
        Assert.True(state.Knows(FactOf(0, 0, 0, 0, kind: EmbeddedKind)));
        // A straggler's failure changes nothing.
        state.Apply(FactOf(0, 0, 0, 0, kind: NotEmbeddedKind), new(1, 14));
        Assert.Empty(state.Counts(Plans[0]).Failed);
    }

    [Fact]
    public void NextEmbedding_QuestionSealedUnderAnotherPlan_IsNone() =>
        Assert.Null(Sealed(traces: 1).NextEmbedding(Questions[0].Id, Embedding, Plans[1]));

    [Fact]
    public void NextEmbedding_QuestionWithoutTraces_IsNone() =>
        Assert.Null(Sealed(traces: 0).NextEmbedding(Questions[0].Id, Embedding, Plans[0]));

    static ShardState Sealed(int traces)
    {
        var state = new ShardState(new FeatureSchema([]));
        var seal = (SealFact)FactOf(0, 0, number: 0, generation: 1, kind: SealKind);
        Fact[] facts = [IntakeOf(0, 0), seal with { Traces = seal.Traces[..traces] }];
        foreach (var (number, fact) in facts.Index()) state.Apply(fact, new(1, number));
        return state;
    }

    // A question is in the log before anything about it.
    static IEnumerable<(int Number, Fact Fact)> Log(Fact[] facts) =>
        Enumerable.Range(0, Questions.Length).Select(which => IntakeOf(which, 0)).Concat(facts).Index();

    static Fact IntakeOf(int which, int row) =>
        new IntakeFact { FileDigest = Digest.Of("file"), Origin = new(0, "f", (which * 10) + row), Question = Questions[which] };

    static string Scanned(ShardState state, Digest plan, Digest? rule)
    {
        var all = state.Questions.Values.ToList();
        var removed = all.Where(entry => entry.Cleaning is { Reason: not null } said && said.Rule == rule).ToList();
        var kept = all.Except(removed).ToList();
        return $"{kept.Count} {kept.Count(entry => entry.IsSealed(plan))} {all.Count(entry => !entry.IsSealed(plan))} "
            + $"{ByName(removed.Select(entry => entry.Cleaning!.Value.Reason!))} "
            + ByName(all.SelectMany(entry => entry.Failures).Select(failure => failure.Reason));
    }

    static string Counted(ShardCounts counts) =>
        $"{counts.Unique} {counts.Sealed} {counts.Open} {string.Join(' ', counts.Removed)} {string.Join(' ', counts.Failed)}";

    static string ByName(IEnumerable<string> names) => string.Join(' ', names.GroupBy(name => name)
        .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => KeyValuePair.Create(group.Key, group.LongCount())));

    static string Said(ShardCounts counts) =>
        $"{counts.Questions} {counts.Unique} {counts.Sealed} {counts.Traces} {counts.CompletionTokens} "
        + $"{string.Join(' ', counts.Responses)} {string.Join(' ', counts.Failed)}";
}
