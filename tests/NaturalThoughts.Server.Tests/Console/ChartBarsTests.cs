using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Server.Console.Looking;

namespace NaturalThoughts.Server.Tests.Console;

public sealed class ChartBarsTests
{
    [Fact]
    public void Of_Pair_SaysSharesOfEachSide()
    {
        var bars = ChartBars.Of(new("correct", [new("yes", 3, 10), new("no", 1, 30)]));

        Assert.Equal(("Correct", 4, 40), (bars.Title, bars.Left, bars.Right));
        Assert.True(bars.Varies);
        Assert.Equal(
            "Correct, share of traces, recipe beside pool. yes: 75.0 % beside 25.0 %; no: 25.0 % beside 75.0 %.",
            bars.Said("recipe", "pool"));
    }

    [Fact]
    public void First_MoreBarsThanFit_LeavesTheRestToOneThatAddsUp()
    {
        var bars = ChartBars.Of(new("topic", [.. Enumerable.Range(1, 20).Select(number => new BinPair($"t{number}", number, 1))]));

        Assert.Equal(["t1", "t2", "t3"], bars.First(3).Select(bar => bar.Label));
        Assert.Equal(new ChartBar("17 more", 204, 17), bars.Rest(3));
        Assert.Null(bars.Rest(20));
        Assert.EndsWith("7 more: 56.7 % beside 35.0 %.", bars.Said("a", "b"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ForeignLabel_IsOnOneLineAndHarmless() =>
        Assert.Equal("a\uFFFD[31m b", Assert.Single(ChartBars.Of(new("domain", [new("a\u001b[31m\nb", 1, 1)])).Bars).Label);

    [Fact]
    public void Said_NothingTaken_HasNoShares() =>
        Assert.Contains("a: – beside 100.0 %", ChartBars.Of(new("domain", [new("a", 0, 5)])).Said("x", "y"), StringComparison.Ordinal);
}
