using NaturalThoughts.Cluster.Shards.Memory;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Tests.Shards.Memory;

public sealed class RecentKeysTests
{
    [Fact]
    public void Add_MoreThanItHolds_TheOldestGo()
    {
        var keys = new RecentKeys(3);
        foreach (var number in new ulong[] { 1, 2, 3, 1, 4 }) keys.Add(new Digest(number));
        Assert.Equal([2, 3, 4], Enumerable.Range(1, 4).Where(number => keys.Contains(new Digest((ulong)number))));
    }
}
