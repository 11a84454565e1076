using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Cluster.Runs;

namespace NaturalThoughts.Cluster.Tests.Runs;

public sealed class LongWorkTests
{
    readonly FakeTimeProvider _time = new();
    readonly LongWork<string> _work;
    int _started;

    public LongWorkTests() => _work = new(_time);

    [Fact]
    public async Task JoinAsync_WhileItGoesOn_JoinsInsteadOfStartingAnew()
    {
        var end = new TaskCompletionSource<string>();
        var (first, second) = (Join(() => end.Task), Join(() => end.Task));
        _time.Advance(TimeSpan.FromSeconds(25));
        Assert.Null(await first);
        Assert.Null(await second);
        var third = Join(() => end.Task);
        end.SetResult("done");
        Assert.Equal("done", await third);
        Assert.Equal(1, _started);
    }

    [Fact]
    public async Task JoinAsync_AfterItFailed_StartsAnew()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Join(() => Task.FromException<string>(new InvalidOperationException())));
        Assert.Equal("done", await Join(() => Task.FromResult("done")));
        Assert.Equal(2, _started);
    }

    [Fact]
    public async Task JoinAsync_CallerGivesUp_TheWorkGoesOn()
    {
        var end = new TaskCompletionSource<string>();
        using var caller = new CancellationTokenSource();
        var given = _work.JoinAsync(() => Start(() => end.Task), caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        var joined = Join(() => end.Task);
        end.SetResult("done");
        Assert.Equal("done", await joined);
        Assert.Equal(1, _started);
    }

    Task<string?> Join(Func<Task<string>> work) => _work.JoinAsync(() => Start(work), CancellationToken.None);

    Task<string> Start(Func<Task<string>> work)
    {
        _started++;
        return work();
    }
}
