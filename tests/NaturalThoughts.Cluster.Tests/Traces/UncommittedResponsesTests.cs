using NaturalThoughts.Cluster.Traces;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Cluster.Tests.Traces;

public sealed class UncommittedResponsesTests
{
    [Fact]
    public async Task RoomAsync_BoundIsReached_WaitsUntilEnoughIsCommitted()
    {
        var uncommitted = new UncommittedResponses(capacity: 100);
        var (small, large) = (uncommitted.Hold(Of(20)), uncommitted.Hold(Of(30)));

        Task[] waiting = [uncommitted.RoomAsync(default), uncommitted.RoomAsync(default)];
        Assert.DoesNotContain(waiting, wait => wait.IsCompleted);

        small.Dispose();
        await Task.WhenAll(waiting);
        large.Dispose();
        Assert.True(uncommitted.RoomAsync(default).IsCompleted);
    }

    [Fact]
    public async Task RoomAsync_Cancelled_Ends()
    {
        var uncommitted = new UncommittedResponses(capacity: 1);
        using var held = uncommitted.Hold(Of(1));
        using var stop = new CancellationTokenSource();
        var waiting = uncommitted.RoomAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    static Response Of(int chars) => new()
    {
        Request = default, Sample = 0, Model = "m", Role = ModelRole.Teacher,
        Content = new('x', chars / 2), Reasoning = new('y', chars - (chars / 2)),
    };
}
