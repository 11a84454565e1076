using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Tests.Selections;

public sealed class ShardSessionTests
{
    [Fact]
    public void Chosen_OfTwoSelectionsAtOnce_EachGetsItsOwn()
    {
        const int rounds = 200_000;
        var session = new ShardSession(null!);
        TraceId[] one = [new(1)], other = [new(2)];

        Parallel.For(0, rounds, round =>
        {
            var traces = round % 2 == 0 ? session.Chosen("one", () => one) : session.Chosen("other", () => other);
            Assert.Equal(round % 2 == 0 ? one : other, traces);
        });
    }
}
