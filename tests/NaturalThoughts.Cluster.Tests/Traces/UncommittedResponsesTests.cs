using NaturalThoughts.Cluster.Traces;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Cluster.Tests.Traces;

public sealed class UncommittedResponsesTests
{
    [Fact]
    public void HasRoom_BoundIsReached_OnlyWhenEnoughIsCommitted()
    {
        var uncommitted = new UncommittedResponses(capacity: 100);
        var (small, large) = (uncommitted.Hold(Of(20)), uncommitted.Hold(Of(30)));
        Assert.False(uncommitted.HasRoom);

        small.Dispose();
        Assert.True(uncommitted.HasRoom);
        using (uncommitted.Hold(Of(20))) Assert.False(uncommitted.HasRoom);
        large.Dispose();
        Assert.True(uncommitted.HasRoom);
    }

    [Fact]
    public void HasRoom_NothingSaid_BoundIs64MiB()
    {
        var uncommitted = new UncommittedResponses();
        using var half = uncommitted.Hold(Of(16 << 20));
        using var almost = uncommitted.Hold(Of((16 << 20) - 1));
        Assert.True(uncommitted.HasRoom);
        using var last = uncommitted.Hold(Of(1));
        Assert.False(uncommitted.HasRoom);
    }

    static Response Of(int chars) => new()
    {
        Request = default, Sample = 0, Model = "m", Role = ModelRole.Teacher,
        Content = new('x', chars / 2), Reasoning = new('y', chars - (chars / 2)),
    };
}
