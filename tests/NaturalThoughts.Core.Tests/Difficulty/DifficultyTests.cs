using CsCheck;
using NaturalThoughts.Core.Difficulty;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Tests.Selection;

namespace NaturalThoughts.Core.Tests.Difficulty;

public sealed class DifficultyTests
{
    [Fact]
    public Task Rank_AnyShardingAndOrder_EqualsRankingAllMedians() =>
        Gen.Select(TestTrace.Pool, Gen.Int[1, 17], Gen.Int).SampleAsync(async (traces, shards, shuffle) =>
        {
            var expected = traces.Where(trace => !trace.Hidden).GroupBy(trace => trace.Question).ToDictionary(
                question => question.Key,
                question => Median(question.Select(trace => trace.Tokens).OfType<double>().Order().ToArray()));
            new Random(shuffle).Shuffle(traces);

            var ranked = await RankAsync(new TestPool(traces, shards), "reasoning_tokens");

            Assert.Equal(expected.Keys.Order(), ranked.Keys.Order());
            var known = expected.Values.OfType<double>().ToArray();
            Assert.All(expected, question =>
                Assert.Equal(question.Value is { } raw ? Rank(raw, known) : (double?)null, ranked[question.Key]));
        });

    [Fact]
    public async Task Rank_DefaultRule_PutsLongDisputedFailedQuestionsLast()
    {
        TestTrace[] traces =
        [
            new(1, 0, true, 100, null, Disagree: false, PassRate: 1),
            new(2, 0, true, 500, null, Disagree: null, PassRate: null),
            new(3, 0, true, 900, null, Disagree: true, PassRate: 0),
        ];
        var ranked = await RankAsync(new TestPool(traces, 2), null);
        Assert.Equal([1 / 6.0, 0.5, 5 / 6.0], traces.Select(trace => ranked[trace.Question]!.Value));
    }

    [Fact]
    public async Task Rank_DefaultRule_TellsQuestionsApartByTheLengthOfTheirResponses()
    {
        TestTrace[] traces = [.. new[] { 300, 100, 200 }.Select((tokens, i) => new TestTrace(i, 0, true, tokens, null, PassRate: 0))];
        var ranked = await RankAsync(new TestPool(traces, 2), null);
        Assert.Equal([5 / 6.0, 1 / 6.0, 0.5], traces.Select(trace => ranked[trace.Question]!.Value));
        Assert.DoesNotContain("reasoning_tokens", DifficultyRule.Compile(null, TestPool.Schema).Value!.Percentiles);
    }

    [Fact]
    public async Task Rank_NothingKnown_IsTheMiddleForAll()
    {
        TestTrace[] traces = [new(1, 0, true, null, null), new(2, 0, null, null, null)];
        Assert.Equal([0.5, 0.5], (await RankAsync(new TestPool(traces, 1), null)).Values.Select(value => value!.Value));
    }

    [Fact]
    public async Task Rank_ManyQuestions_MessagesAndCodesStayBounded()
    {
        var random = new Random(3);
        var pool = new TestPool(Enumerable.Range(0, 80_000).Select(i => new TestTrace(i, 0, true, random.NextDouble(), null)), 1);
        var shard = Open(pool, "reasoning_tokens").Single();
        var histogram = shard.Count(shard.Range());
        Assert.InRange(histogram.Counts.Length, 40_000, DifficultyRange.Codes);
        Assert.InRange((await RankAsync(pool, "reasoning_tokens")).Values.Distinct().Count(), 40_000, DifficultyRange.Codes);
    }

    [Fact]
    public void Code_AnyScale_RisesWithTheDifficulty() =>
        Gen.Select(Gen.Double[-1e300, 1e300], Gen.Double[-1e300, 1e300], Gen.Double[-1e300, 1e300]).Sample((a, b, c) =>
        {
            double[] sorted = [.. new[] { a, b, c }.Order()];
            var range = new DifficultyRange(sorted[0], sorted[2], 3, 0);
            Assert.InRange(range.Code(sorted[1]), range.Code(sorted[0]), range.Code(sorted[2]));
            Assert.InRange(range.Code(sorted[2]), 0, DifficultyRange.Codes - 1);
        });

    [Theory]
    [InlineData("difficulty + 1", "difficulty: Difficulty is made from itself. Take the column `difficulty` out of the expression.")]
    public void Compile_MadeFromItself_IsAProblem(string text, string problem) =>
        Assert.Equal(problem, DifficultyRule.Compile(text, TestPool.Schema).Problems.Single().ToString());

    [Fact]
    public void Compile_UnknownColumn_SaysWhere() =>
        Assert.Equal("difficulty", DifficultyRule.Compile("lenght", TestPool.Schema).Problems.Single().Where);

    static ShardDifficulty[] Open(TestPool pool, string? text)
    {
        var rule = DifficultyRule.Compile(text, TestPool.Schema).Value!;
        var percentiles = pool.Percentiles(rule.Percentiles);
        return [.. pool.Shards.Select(rows => new ShardDifficulty(rule, rows, percentiles))];
    }

    static async Task<Dictionary<QuestionId, double?>> RankAsync(TestPool pool, string? text)
    {
        var shards = Open(pool, text);
        var histogram = await DifficultyDriver.RankAsync(shards, default);
        foreach (var (shard, rows) in shards.Zip(pool.Shards))
            Assert.All(shard.Ranked(histogram), found => Assert.All(found.Rows, row => Assert.Equal(found.Question, rows.Question(row))));
        return shards.SelectMany(shard => shard.Ranked(histogram)).ToDictionary(question => question.Question, question => question.Value);
    }

    static double Rank(double raw, double[] all) => (all.Count(other => other < raw) + 0.5 * all.Count(other => other == raw)) / all.Length;

    static double? Median(double[] sorted) => sorted.Length == 0 ? null
        : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2]
        : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
}
