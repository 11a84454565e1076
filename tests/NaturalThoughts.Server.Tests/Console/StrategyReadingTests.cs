using NaturalThoughts.Server.Console.Traces;

namespace NaturalThoughts.Server.Tests.Console;

/// <summary>Which strategies are marked.</summary>
public sealed class StrategyReadingTests
{
    static readonly Highlights Seen = Highlights.Of("abcdef", [new("recall", 0, 3), new("planning", 1, 1), new("recall", 4, 1)]);

    [Theory]
    [InlineData(null, "planning", "recall")]
    [InlineData("recall", "planning", null)]
    [InlineData("recall", "recall", "none")]
    [InlineData("none", "recall", "recall")]
    [InlineData("nobody,recall", "recall", "none")]
    public void Turned_AStrategy_SaysWhatIsMarkedThen(string? marked, string turned, string? then) =>
        Assert.Equal(then, new StrategyReading(Seen, marked).Turned(turned));

    [Fact]
    public void StrategyOf_APieceOfTwo_IsTheOneThatBeginsThereOfThoseShown()
    {
        var both = Seen.Pieces[1];

        Assert.Equal("planning", new StrategyReading(Seen, null).StrategyOf(both));
        Assert.Equal("recall", new StrategyReading(Seen, "recall").StrategyOf(both));
        Assert.Null(new StrategyReading(Seen, "none").StrategyOf(both));
        Assert.Null(new StrategyReading(Seen, "recall").NameOf(both));
        Assert.Equal("planning", new StrategyReading(Seen, null).NameOf(both));
    }

    [Fact]
    public void Describe_AStrategyOfAModel_IsNamedByIt() => Assert.Equal("seen by a model", StrategyReading.Describe("magic"));
}
