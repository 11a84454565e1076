using CsCheck;
using NaturalThoughts.Cluster.Shards.Memory;

namespace NaturalThoughts.Cluster.Tests.Shards.Memory;

public sealed class OfferedQuestionsTests
{
    // A number offers that question, null takes one.
    static readonly Gen<int?[]> Steps = Gen.OneOf(Gen.Int[0, 200].Select(number => (int?)number), Gen.Const((int?)null)).Array[0, 300];

    [Fact]
    public void AddAndTryTake_InAnyOrder_TakeTheNextOneRoundAndRound() => Steps.Sample(steps =>
    {
        var (offered, plain, next) = (new OfferedQuestions(), new SortedSet<int>(), 0);
        foreach (var step in steps)
        {
            if (step is { } question)
            {
                Assert.Equal(plain.Add(question), offered.Add(question));
            }
            else
            {
                Assert.Equal(plain.Count > 0, offered.TryTake(out var taken));
                if (plain.Count == 0) continue;
                var wanted = plain.Where(number => number >= next).DefaultIfEmpty(plain.Min).First();
                Assert.Equal(wanted, taken);
                plain.Remove(wanted);
                next = wanted + 1;
            }

            Assert.Equal(plain.Count, offered.Count);
        }
    });

    [Fact]
    public void TryTake_OneIsOfferedAgainAndAgain_TheOthersAreReached()
    {
        var offered = new OfferedQuestions();
        for (var number = 0; number < 100; number++) offered.Add(number);
        for (var number = 0; number < 100; number++)
        {
            Assert.True(offered.TryTake(out var taken));
            Assert.Equal(number, taken);
            offered.Add(0);
        }
    }

    [Fact]
    public void Clear_SomeWait_NoneDoes()
    {
        var offered = new OfferedQuestions();
        offered.Add(70);
        offered.Clear();
        Assert.False(offered.TryTake(out _));
        Assert.True(offered.Add(70));
    }
}
