using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Cluster.Budgets;

namespace NaturalThoughts.Cluster.Tests.Budgets;

public sealed class TokenAllowanceTests
{
    readonly FakeTimeProvider _time = new();
    readonly TokenAllowance _allowance;

    public TokenAllowanceTests() => _allowance = new(_time);

    [Fact]
    public async Task Reserve_TooLittle_WhoWantsLeastIsFirstAndElseWhoCameFirst()
    {
        List<Task<bool>> waiting = [Reserve(1, 10), Reserve(2, 5), Reserve(3, 3, 7), Reserve(4, 5)];
        Assert.Equal((4, 5, 30), (_allowance.Waiting, _allowance.Withdraw().First, _allowance.Withdraw().Wanted));
        foreach (var (tokens, next) in new[] { (5, 1), (5, 3), (10, 0), (10, 2) })
        {
            _allowance.Allow(tokens - 1);
            Assert.DoesNotContain(waiting, question => question.IsCompleted);
            _allowance.Allow(1);
            Assert.True(await waiting[next]);
            waiting[next] = new TaskCompletionSource<bool>().Task;
        }

        Assert.Equal((30, 0), (_allowance.Withdraw().Reserved, _allowance.Waiting));
    }

    [Fact]
    public async Task Reserve_NothingComes_GivesUpAfterAWhileAndLeavesTheQueue()
    {
        var waiting = Reserve(1, 10);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(await waiting);
        Assert.Equal((0, 0), (_allowance.Waiting, _allowance.Withdraw().Wanted));
    }

    [Fact]
    public async Task Reserve_Cancelled_LeavesTheQueue()
    {
        using var stop = new CancellationTokenSource();
        var waiting = _allowance.ReserveAsync(Claims(1, 10), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, _allowance.Waiting);
    }

    [Fact]
    public async Task Reserve_SameQuestionAgain_TakesNothingMore()
    {
        _allowance.Allow(10);
        Assert.True(await Reserve(1, 10));
        Assert.True(await Reserve(1, 10));
        Assert.Equal(10, _allowance.Withdraw().Reserved);
    }

    [Fact]
    public async Task Reserve_SameQuestionWantsMore_WaitsForThatOnly()
    {
        _allowance.Allow(12);
        Assert.True(await Reserve(1, 10));
        var more = Reserve(1, 10, 5);
        Assert.False(more.IsCompleted);
        Assert.Equal((5, 5), (_allowance.Withdraw().First, _allowance.Withdraw().Wanted));
        _allowance.Settle(new(1), new(0), 4);
        Assert.True(await more);
        Assert.Equal(5, _allowance.Withdraw().Reserved);
        _allowance.Settle(new(1), new(1), 5);
        Assert.True(await Reserve(1));
        Assert.Equal(0, _allowance.Withdraw().Reserved);
    }

    [Fact]
    public async Task Settle_LessThanWasSetAside_IsThereForTheNext()
    {
        _allowance.Allow(20);
        await Reserve(1, 10, 10);
        var next = Reserve(2, 7);
        _allowance.Settle(new(1), new(0), 4);
        Assert.False(next.IsCompleted);
        _allowance.Settle(new(1), new(1), 9);
        Assert.True(await next);
        Assert.Equal((7, 0), (_allowance.Withdraw().Reserved, _allowance.Withdraw().First));
    }

    [Fact]
    public async Task Settle_MoreThanWasSetAside_IsMissingForTheNext()
    {
        _allowance.Allow(20);
        await Reserve(1, 10);
        _allowance.Settle(new(1), new(0), 14);
        var next = Reserve(2, 7);
        Assert.False(next.IsCompleted);
        _allowance.Allow(1);
        Assert.True(await next);
    }

    [Fact]
    public async Task Release_WithoutAResponse_GivesAllOfItBack()
    {
        _allowance.Allow(10);
        await Reserve(1, 5, 5);
        _allowance.Release(new(1));
        Assert.True(await Reserve(2, 10));
    }

    [Fact]
    public async Task Withdraw_TakesBackOnlyWhatIsNotSetAside()
    {
        _allowance.Allow(30);
        await Reserve(1, 10);
        Assert.Equal(10, _allowance.Withdraw().Reserved);
        var next = Reserve(2, 10);
        Assert.False(next.IsCompleted);
        _allowance.Allow(10);
        Assert.True(await next);
    }

    [Fact]
    public void Hold_UnderWayBeforeTheShardBegan_IsSetAsideAtOnce()
    {
        _allowance.Allow(14);
        _allowance.Hold(Claims(1, 10));
        _allowance.Hold(Claims(1, 10));
        Assert.False(Reserve(2, 5).IsCompleted);
        Assert.Equal(10, _allowance.Withdraw().Reserved);
        _allowance.Clear();
        Assert.Equal(0, _allowance.Withdraw().Reserved);
    }

    Task<bool> Reserve(ulong question, params long[] tokens) => _allowance.ReserveAsync(Claims(question, tokens), CancellationToken.None);

    static TokenClaims Claims(ulong question, params long[] tokens) =>
        new(new(question), [.. tokens.Select((each, number) => new TokenClaim(new((ulong)number), each))]);
}
