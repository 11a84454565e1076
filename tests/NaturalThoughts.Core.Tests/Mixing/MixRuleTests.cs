using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Mixing;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Core.Tests.Selection;

namespace NaturalThoughts.Core.Tests.Mixing;

public sealed class MixRuleTests
{
    static readonly TestPool Pool = new(
        Enumerable.Range(0, 5_000).Select(i => new TestTrace(i, 0, true, 1, null, Disagree: i % 3 == 0 ? null : i % 3 == 1)), 1);

    [Theory]
    [InlineData("0.2", 0.2)]
    [InlineData("0.4", 0.4)]
    [InlineData("0.6", 0.6)]
    public async Task System2_ShareAndSelectionWithOneSeed_GivesThatShare(string text, double share)
    {
        // Were the lot the selection's own hash, all of a small selection would fall on one side.
        var decided = Decide(text, await Pool.SelectAsync(new() { Name = "r", Size = 1_000, Seed = 7 }), seed: 7);
        Assert.InRange(decided.Values.Count(system2 => system2), 1_000 * share - 60, 1_000 * share + 60);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1_000)]
    [InlineData(null, 1_000)]
    public async Task System2_ExtremeShares_AreNoneAndAll(string? text, int expected) =>
        Assert.Equal(expected,
            Decide(text, await Pool.SelectAsync(new() { Name = "r", Size = 1_000 }), 7).Count(decision => decision.Value));

    [Theory]
    [InlineData("0.4")]
    [InlineData("disagree")]
    public async Task System2_LargerSelection_DecidesTheSameForTheSmaller(string text)
    {
        var recipe = new Recipe { Name = "r", Size = 300, Seed = 7 };
        var small = Decide(text, await Pool.SelectAsync(recipe), 7);
        var large = Decide(text, await Pool.SelectAsync(recipe with { Size = 3_000 }), 7);
        Assert.All(small, decision => Assert.Equal(decision.Value, large[decision.Key]));
    }

    [Fact]
    public async Task System2_LargerShare_HoldsTheSmaller()
    {
        var selected = await Pool.SelectAsync(new() { Name = "r", Size = 1_000 });
        var (some, more) = (Decide("0.2", selected, 7), Decide("0.6", selected, 7));
        Assert.All(some.Where(decision => decision.Value), decision => Assert.True(more[decision.Key]));
    }

    [Fact]
    public async Task System2_Flag_IsTheTracesFlagAndNullSaysNo()
    {
        var selected = await Pool.SelectAsync(new() { Name = "r" });
        var rows = Pool.Shards.Single();
        var decided = Decide("disagree", selected, 7);
        var ordinal = TestPool.Schema.Ordinal("disagree");
        Assert.All(selected, trace => Assert.Equal(rows.Value(trace.Row, ordinal).Flag == true, decided[trace.Trace]));
        Assert.InRange(decided.Values.Count(system2 => system2), 1_600, 1_700);
    }

    [Theory]
    [InlineData("1.5", "system2: The share 1.5 is out of range. Expected 0 to 1, or a flag expression such as `disagree`.")]
    [InlineData("-0.1", "system2: The share -0.1 is out of range. Expected 0 to 1, or a flag expression such as `disagree`.")]
    [InlineData("NaN", "system2: The share NaN is out of range. Expected 0 to 1, or a flag expression such as `disagree`.")]
    public void Parse_ShareOutOfRange_IsAProblem(string text, string problem) =>
        Assert.Equal(problem, MixRule.Parse(text, TestPool.Schema).Problems.Single().ToString());

    [Theory]
    [InlineData("disagre")]
    [InlineData("verbosity")]
    [InlineData("")]
    public void Parse_NoFlag_IsAProblem(string text) =>
        Assert.All(MixRule.Parse(text, TestPool.Schema).Problems, problem => Assert.Equal("system2", problem.Where));

    [Fact]
    public void Validates_Share_IsKeptAndNests()
    {
        var questions = Enumerable.Range(0, 5_000).Select(i => new TestTrace(i, 0, true, 1, null).Question).ToArray();
        var (one, five) = (new ValidationSplit(0.01, 7), new ValidationSplit(0.05, 7));
        Assert.InRange(questions.Count(one.Validates), 25, 80);
        Assert.InRange(questions.Count(five.Validates), 190, 310);
        Assert.All(questions.Where(one.Validates), question => Assert.True(five.Validates(question)));
        Assert.DoesNotContain(questions, new ValidationSplit(0, 7).Validates);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void ValidationSplit_ShareOutOfRange_Throws(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ValidationSplit(share, 7));

    static Dictionary<Core.Identity.TraceId, bool> Decide(string? text, SelectedTrace[] selected, ulong seed)
    {
        var rule = MixRule.Parse(text, TestPool.Schema).Value!;
        var decided = rule.System2(Pool.Shards.Single(), [.. selected], seed, Percentiles.None);
        return selected.Zip(decided).ToDictionary(pair => pair.First.Trace, pair => pair.Second);
    }
}
