using CsCheck;
using NaturalThoughts.Cluster.Budgets;

namespace NaturalThoughts.Cluster.Tests.Budgets;

public sealed class AllotmentTests
{
    static readonly Gen<TokenNeed> AnyNeed = Gen.Select(Gen.Long[0, 40], Gen.Long[0, 400], (first, behind) => Waits(first, behind));

    [Fact]
    public void Of_AnyNeeds_IsNoMoreThanThereIsAndUsefulToSomeone() =>
        Gen.Select(Gen.Long[-10, 1000], AnyNeed.Array[1, 9]).Sample((free, needs) =>
        {
            var grants = Allotment.Of(free, needs);

            Assert.All(grants, grant => Assert.True(grant >= 0));
            Assert.True(grants.Sum() <= Math.Max(0, free));
            var waiting = needs.Zip(grants).Where(pair => pair.First.First > 0).ToList();
            Assert.All(waiting, pair => Assert.True(pair.Second == 0 || pair.Second >= pair.First.First));
            Assert.Equal(waiting.Any(pair => pair.First.First <= free), waiting.Any(pair => pair.Second > 0));
        });

    [Fact]
    public void Of_EnoughForAll_GivesWhatIsWantedAndTheRestInEqualParts() =>
        Assert.Equal([40, 10, 20], Allotment.Of(70, [Waits(10, 20), Waits(0), Waits(10)]));

    [Fact]
    public void Of_OneWantsLittle_TheOthersShareTheRest() =>
        Assert.Equal([45, 10, 45], Allotment.Of(100, [Waits(10, 90), Waits(10), Waits(10, 90)]));

    [Fact]
    public void Of_TooLittleForEach_IsWholeForSome() => Assert.Equal([10, 10, 0], Allotment.Of(25, [Waits(10), Waits(10), Waits(10)]));

    [Fact]
    public void Of_NothingFits_IsNothing() => Assert.Equal([0, 0], Allotment.Of(9, [Waits(10), Waits(0)]));

    static TokenNeed Waits(long first, long behind = 0) => new() { First = first, Wanted = first == 0 ? 0 : first + behind };
}
