using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Pool;
using NaturalThoughts.Inference.Tests.Support;
using static NaturalThoughts.Inference.Tests.Support.ScriptedServer;

namespace NaturalThoughts.Inference.Tests.Pool;

/// <summary>What a pool says it can take, and what it gives back.</summary>
public sealed class ModelPoolRoomsTests
{
    readonly FakeTimeProvider _time = new(new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
    readonly LimitsSpec _limits = new();

    [Fact]
    public async Task Rooms_RequestsUnderWayAndWaiting_CountAgainstCapacityAndAFewAhead()
    {
        var answer = new TaskCompletionSource();
        await using var server = await StartAsync(async context =>
        {
            await answer.Task;
            await Sse(context, Chunk.Whole("5"));
        });
        await using var pool = Pool(server, slots: 8);
        Assert.Empty(pool.Rooms());
        await pool.TickAsync(default);
        Assert.Equal(new ModelRoom("m", 8, 9, 0), Assert.Single(pool.Rooms()));

        var generating = Enumerable.Range(0, 9).Select(sample => pool.GenerateAsync(Make.Request(), sample, _limits, default)).ToList();

        Assert.Equal(new ModelRoom("m", 8, 0, 9), Assert.Single(pool.Rooms()));
        answer.SetResult();
        await Task.WhenAll(generating);
        Assert.Equal(new ModelRoom("m", 8, 9, 9), Assert.Single(pool.Rooms()));
    }

    [Fact]
    public async Task Decline_RequestThatHadAPlace_IsOneThatCameAndTakesNone()
    {
        await using var server = await StartAsync(context => Sse(context, Chunk.Whole("5")));
        await using var pool = Pool(server, slots: 8);
        await pool.TickAsync(default);
        await pool.ChangedAsync(TimeSpan.FromDays(1), default);

        var changed = pool.ChangedAsync(TimeSpan.FromDays(1), default);
        pool.Decline("m");

        await changed;
        Assert.Equal(new ModelRoom("m", 8, 9, 1), Assert.Single(pool.Rooms()));
    }

    [Fact]
    public async Task ChangedAsync_RequestComes_EndsAtOnce()
    {
        await using var server = await StartAsync(context => Sse(context, Chunk.Whole("5")));
        await using var pool = Pool(server, slots: 8);
        await pool.TickAsync(default);
        await pool.ChangedAsync(TimeSpan.FromDays(1), default);

        var changed = pool.ChangedAsync(TimeSpan.FromDays(1), default);
        Assert.False(changed.IsCompleted);
        await pool.GenerateAsync(Make.Request(), 0, _limits, default);
        await changed;
    }

    [Fact]
    public async Task GenerateAsync_NobodyServesTheModelForAWhile_IsDisplacedWithItsAttempts()
    {
        await using var server = await StartAsync(context => Sse(context, Chunk.Whole("5")));
        await using var pool = Pool(server, slots: 8, new() { DisplaceAfter = TimeSpan.FromSeconds(5) });
        await pool.TickAsync(default);
        var generating = pool.GenerateAsync(Make.Request("other"), 0, _limits, new(2), default, default);

        await pool.TickAsync(default);
        _time.Advance(TimeSpan.FromSeconds(4));
        await pool.TickAsync(default);
        Assert.False(generating.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await pool.TickAsync(default);

        Assert.Equal(new Displaced(2), await generating);
    }

    [Fact]
    public async Task GenerateAsync_HaltedWhileWaiting_IsNotBegun()
    {
        using var halt = new CancellationTokenSource();
        await using var server = await StartAsync(context => Sse(context, Chunk.Whole("5")));
        await using var pool = Pool(server, slots: 8);
        var generating = pool.GenerateAsync(Make.Request(), 0, _limits, new(0), halt.Token, default);

        await halt.CancelAsync();
        await pool.TickAsync(default);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generating);
        Assert.Empty(server.Bodies);
    }

    [Fact]
    public async Task GenerateAsync_FailedElsewhereBefore_HasOnlyTheAttemptsLeft()
    {
        await using var server = await StartAsync(context => Status(context, 502, ""));
        await using var pool = Pool(server, slots: 8);
        await pool.TickAsync(default);

        Assert.IsType<Refused>(await pool.GenerateAsync(Make.Request(), 0, _limits, new(_limits.Attempts - 1), default, default));
        Assert.Single(server.Bodies);
    }

    ModelPool Pool(ScriptedServer server, int slots, PoolOptions? options = null) =>
        Make.Pool(_time, options, new EndpointsSpec { List = [new() { Url = server.Address, Slots = slots }] });
}
