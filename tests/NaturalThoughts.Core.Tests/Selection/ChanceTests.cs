using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Selection;

namespace NaturalThoughts.Core.Tests.Selection;

/// <summary><c>sample</c>, which takes each trace with its own probability, and <c>draw: question</c>.</summary>
public sealed class ChanceTests
{
    static readonly TestTrace[] Many =
        [.. Enumerable.Range(0, 20_000).Select(i => new TestTrace(i / 2, i % 2, true, i % 10, null))];

    static readonly Recipe Sampled = new() { Name = "r", Sample = "reasoning_tokens / 8", PerQuestion = 2, Seed = 7 };

    [Fact]
    public async Task Sample_EachProbability_TakesThatShare()
    {
        var selected = await new TestPool(Many, 3).SelectAsync(Sampled);
        for (var tokens = 0; tokens < 10; tokens++)
        {
            var p = Math.Min(1, tokens / 8.0);
            var taken = selected.Count(trace => trace.Weight == p && Tokens(trace) == tokens);
            // Four standard deviations; exactly none and all at the ends.
            var spread = 4 * Math.Sqrt(2_000 * p * (1 - p));
            Assert.InRange(taken, 2_000 * p - spread, 2_000 * p + spread);
        }
    }

    [Fact]
    public async Task Sample_AnySharding_ExpectsTheSumOfProbabilities()
    {
        var outcomes = new List<SelectionOutcome>();
        foreach (var shards in new[] { 1, 7 }) outcomes.Add(await OutcomeAsync(Many, shards, Sampled));

        Assert.Equal(outcomes[0].Omitted, outcomes[1].Omitted);
        Assert.Equal(2_000 * (28 / 8.0 + 2), outcomes[0].Omitted.Expected);
        Assert.Equal(20_000, outcomes[0].Omitted.NotDrawn + outcomes[0].Thresholds.Selected);
    }

    [Fact]
    public async Task Sample_LargerProbabilities_HoldWhatSmallerTook()
    {
        var pool = new TestPool(Many, 3);
        var some = await pool.SelectAsync(Sampled with { Sample = "reasoning_tokens / 20" });
        var more = (await pool.SelectAsync(Sampled)).Select(trace => trace.Trace).ToHashSet();
        Assert.Subset(more, some.Select(trace => trace.Trace).ToHashSet());
        Assert.InRange(some.Length, 1_000, more.Count - 1_000);
    }

    [Fact]
    public async Task Sample_UnderASize_KeepsTheSmallestQuotients()
    {
        var pool = new TestPool(Many, 3);
        var all = await pool.SelectAsync(Sampled);
        var capped = await pool.SelectAsync(Sampled with { Size = 500 });
        Assert.Equal(
            all.OrderBy(trace => trace.Key).Take(500).Select(trace => trace.Trace).Order(), capped.Select(trace => trace.Trace).Order());
        Assert.All(all, trace => Assert.InRange(trace.Key, 0, 1));
    }

    [Fact]
    public async Task Sample_OfNobody_TakesNobody()
    {
        var outcome = await OutcomeAsync(Many, 2, Sampled with { Sample = "-1" });
        Assert.Equal((0, 20_000, 0), (outcome.Thresholds.Selected, outcome.Omitted.NotDrawn, outcome.Omitted.Expected));
    }

    [Theory]
    [InlineData("trace", 0.92, 0.93)]
    [InlineData("question", 0.49, 0.51)]
    public async Task Draw_QuestionsWithTwelveTracesAndWithOne_AreAsLikelyOnlyByQuestion(string draw, double least, double most)
    {
        // 2,000 questions with twelve traces and 2,000 with one: of the first 500 by trace 12/13 have twelve.
        TestTrace[] traces =
        [
            .. Enumerable.Range(0, 2_000).SelectMany(n => Enumerable.Range(0, 12).Select(i => new TestTrace(n, i, true, 1, null))),
            .. Enumerable.Range(2_000, 2_000).Select(n => new TestTrace(n, 0, true, 1, null)),
        ];
        var (pool, twelve) = (new TestPool(traces, 4), 0.0);
        var ids = Enumerable.Range(0, 2_000).Select(n => QuestionId.Of($"question {n}")).ToHashSet();
        for (ulong seed = 0; seed < 40; seed++)
            twelve += (await pool.SelectAsync(new() { Name = "r", Draw = draw, Size = 500, Seed = seed }))
                .Count(trace => ids.Contains(trace.Question));
        Assert.InRange(twelve / 20_000, least - 0.02, most + 0.02);
    }

    [Fact]
    public async Task Draw_ByQuestion_EachOfItsTracesIsAsLikely()
    {
        // Without it the heavier trace would stand for its question more often, and the question would be likelier for having it.
        TestTrace[] traces = [.. Enumerable.Range(0, 8_000).Select(i => new TestTrace(i / 2, i % 2, true, 1 + 99 * (i % 2), null))];
        var selected = await new TestPool(traces, 3).SelectAsync(new() { Name = "r", Weight = "reasoning_tokens", Draw = "question" });
        Assert.Equal(4_000, selected.Length);
        Assert.InRange(selected.Count(trace => trace.Weight == 100), 1_850, 2_150);
    }

    [Fact]
    public async Task Draw_SampleByQuestion_TakesAQuestionWithItsTracesProbability()
    {
        TestTrace[] traces =
        [
            .. Enumerable.Range(0, 2_000).SelectMany(n => Enumerable.Range(0, 12).Select(i => new TestTrace(n, i, true, 1, null))),
            .. Enumerable.Range(2_000, 2_000).Select(n => new TestTrace(n, 0, true, 1, null)),
        ];
        var outcome = await OutcomeAsync(traces, 3, new() { Name = "r", Sample = "0.25", Draw = "question", Seed = 3 });
        Assert.Equal((22_000, 1_000), (outcome.Omitted.OverCap, outcome.Omitted.Expected));
        Assert.InRange(outcome.Thresholds.Selected, 890, 1_110);
    }

    [Theory]
    [InlineData("reasoning_tokens", null, null, "trace")]
    [InlineData(null, "0", null, "trace")]
    [InlineData(null, null, "reasoning_tokens / 20", "trace")]
    [InlineData(null, null, null, "question")]
    public async Task Selection_OneSeed_FavoursTheSameTracesAsRandom(string? weight, string? rank, string? sample, string draw)
    {
        var pool = new TestPool(Many, 2);
        var random = (await pool.SelectAsync(new() { Name = "r", Size = 2_000, Seed = 7 })).Select(trace => trace.Trace).ToHashSet();
        var other = await pool.SelectAsync(
            new() { Name = "r", Weight = weight, Rank = rank, Sample = sample, Draw = draw, Size = 2_000, Seed = 7 });
        // Of what chance alone gives both would have a tenth. By question it is a fifth, because the same trace stands for it.
        Assert.InRange(other.Count(trace => random.Contains(trace.Trace)), draw == "question" ? 240 : 600, 2_000);
    }

    [Fact]
    public async Task Explain_NotDrawn_SaysWithWhichProbability()
    {
        var shard = new TestPool([new(1, 0, true, 0, null)], 1).Open(Sampled).Single();
        var thresholds = (await SelectionDriver.SelectAsync(Sampled, [shard], default)).Thresholds;
        Assert.Equal(
            "Not selected: it is taken with probability 0, and chance did not take it (reasoning_tokens / 8).",
            shard.Explain(TraceId.Of(QuestionId.Of("question 1"), Digest.Of("model"), 0), thresholds)!.Why);
    }

    static Task<SelectionOutcome> OutcomeAsync(TestTrace[] traces, int shards, Recipe recipe) =>
        SelectionDriver.SelectAsync(recipe, [.. new TestPool(traces, shards).Open(recipe)], default);

    static double Tokens(SelectedTrace trace) => TokensOf[trace.Trace];

    static readonly Dictionary<TraceId, double> TokensOf = Many.ToDictionary(trace => trace.Id, trace => trace.Tokens!.Value);
}
