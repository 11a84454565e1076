using Microsoft.AspNetCore.Http;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Pool;
using NaturalThoughts.Inference.Tests.Support;
using static NaturalThoughts.Inference.Tests.Support.ScriptedServer;

namespace NaturalThoughts.Inference.Tests.Pool;

/// <summary>Requests that a server cannot take, and servers that cannot take requests.</summary>
public sealed class FaultOrPoisonTests
{
    static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    readonly TimersCounted _time = new(Start);
    readonly LimitsSpec _limits = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(33, 1)]
    [InlineData(0, 4)]
    public async Task GenerateAsync_PoisonAmongGoodRequests_AllEndInMinutes(int first, int every)
    {
        var poison = Enumerable.Range(0, 12).Select(number => first + number * every).ToHashSet();
        await using var server = await StartAsync(Poisonable);
        await using var pool = Make.Pool(_time, null, server);
        await pool.TickAsync(default);

        var ended = await EndedAsync(pool, [.. Enumerable.Range(0, 45)
            .Select(number => Make.Request(question: poison.Contains(number) ? $"poison {number}" : $"good {number}"))
            .Select(request => pool.GenerateAsync(request, 0, _limits, default))]);

        Assert.All(ended.Index(), one => Assert.Equal(poison.Contains(one.Index), one.Item is Refused { Rejection.Reason: "http-500" }));
        Assert.Equal(33, ended.OfType<Generated>().Count());
        Assert.Equal(33 + 12 * _limits.Attempts, server.Bodies.Count);
        Assert.InRange(_time.GetUtcNow() - Start, TimeSpan.Zero, TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task GenerateAsync_PoisonFailedBeforeOthersWereAnswered_EndpointNotQuarantined()
    {
        await using var server = await StartAsync(Poisonable);
        await using var pool = Make.Pool(_time, null, server);
        await pool.TickAsync(default);
        var poison = Enumerable.Range(0, 2)
            .Select(number => pool.GenerateAsync(Make.Request(question: $"poison {number}"), 0, _limits, default)).ToArray();
        await _time.PassUntilAsync(pool, () => server.Bodies.Count == 2 && pool.Snapshot().Endpoints[0].InFlight == 0);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.IsType<Generated>(await pool.GenerateAsync(Make.Request(), 0, _limits, default));
        var late = pool.GenerateAsync(Make.Request(question: "poison 2"), 0, _limits, default);

        Assert.All(await EndedAsync(pool, [.. poison, late], Healthy), one => Assert.IsType<Refused>(one));

        static void Healthy(ModelPool pool) => Assert.Equal(EndpointState.Healthy, pool.Snapshot().Endpoints[0].State);
    }

    [Fact]
    public async Task GenerateAsync_ManySamplesOfOnePoison_EndpointNotQuarantined()
    {
        await using var server = await StartAsync(Poisonable);
        await using var pool = Make.Pool(_time, null, server);
        await pool.TickAsync(default);

        var ended = await EndedAsync(
            pool,
            [.. Enumerable.Range(0, 16).Select(sample => pool.GenerateAsync(Make.Request(question: "poison"), sample, _limits, default))],
            seen => Assert.Equal(EndpointState.Healthy, seen.Snapshot().Endpoints[0].State));

        Assert.All(ended, one => Assert.IsType<Refused>(one));
    }

    [Fact]
    public async Task Admit_EndpointOnTrial_FreshRequestBeforeOneThatFailed()
    {
        await using var server = await StartAsync(Poisonable);
        await using var pool = Make.Pool(_time, new() { QuarantineAfter = 1 }, server);
        await pool.TickAsync(default);
        var poison = pool.GenerateAsync(Make.Request(question: "poison"), 0, _limits, default);
        await _time.PassUntilAsync(pool, () =>
            pool.Snapshot() is { Endpoints: [{ State: EndpointState.Quarantined }] } seen && seen.Model("m").Waiting == 1);

        var good = pool.GenerateAsync(Make.Request(question: "good"), 0, _limits, default);

        await EndedAsync(pool, [good, poison]);
        Assert.Contains("good", server.Bodies.ElementAt(1));
    }

    [Fact]
    public async Task GenerateAsync_DeadEndpoint_QuarantinedLongerAndLongerWhileRequestsKeepTheirAttempts()
    {
        using var wire = new Wire();
        using var http = new HttpClient(wire);
        await using var server = await StartAsync(context => Sse(context, Chunk.Whole("5")));
        await using var pool = Make.Pool(_time, null, new EndpointsSpec { List = [new() { Url = server.Address }] }, http: http);
        await pool.TickAsync(default);
        wire.Cut = true;
        Task<Generation>[] generating =
        [
            .. Enumerable.Range(0, 5).Select(number =>
                pool.GenerateAsync(Make.Request(question: $"good {number}"), 0, new() { Attempts = 1 }, default)),
        ];

        // How many steps somebody misses does not matter here.
        await _time.PassUntilAsync(pool, () => _time.GetUtcNow() - Start > TimeSpan.FromHours(1), settled: () => true);

        var dead = pool.Snapshot().Endpoints[0];
        Assert.Equal((EndpointState.Quarantined, "connection-refused"), (dead.State, dead.Reason?.Reason));
        Assert.DoesNotContain(generating, one => one.IsCompleted);
        await _time.PassUntilAsync(pool, () => pool.Snapshot().Endpoints[0].Until != dead.Until);
        Assert.InRange(pool.Snapshot().Endpoints[0].Until!.Value - _time.GetUtcNow(), TimeSpan.FromSeconds(149), TimeSpan.FromSeconds(450));
        wire.Cut = false;
        Assert.All(await EndedAsync(pool, generating), one => Assert.IsType<Generated>(one));
    }

    [Fact]
    public async Task GenerateAsync_OneOfTwoSickForAnHour_OtherAnswersAllAndTheSickOneIsAskedLessAndLess()
    {
        await using var sick = await StartAsync(context => Status(context, 500, "engine died"));
        await using var sound = await StartAsync(context => Sse(context, Chunk.Whole("5")));
        await using var pool = Make.Pool(_time, null, sick, sound);
        await pool.TickAsync(default);

        for (var wave = 0; wave < 120; wave++)
        {
            var ended = await EndedAsync(pool, [.. Enumerable.Range(0, 4)
                .Select(number => pool.GenerateAsync(Make.Request(question: $"wave {wave}, {number}"), 0, _limits, default))]);
            Assert.All(ended, one => Assert.IsType<Generated>(one));
            _time.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.InRange(sick.Bodies.Count, 3, 40);
    }

    static Task Poisonable(HttpContext context) =>
        ((string)context.Items[BodyItem]!).Contains("poison", StringComparison.Ordinal)
            ? Status(context, 500, "Bad control character in string literal") : Sse(context, Chunk.Whole("5"));

    // Moves the clock on only when every request has ended, waits for a place or sleeps before its next attempt, so that no slow
    // thread lets the simulated time run on.
    async Task<Generation[]> EndedAsync(ModelPool pool, Task<Generation>[] generating, Action<ModelPool>? meanwhile = null)
    {
        await _time.PassUntilAsync(
            pool,
            () =>
            {
                meanwhile?.Invoke(pool);
                return generating.All(one => one.IsCompleted);
            },
            () => pool.Snapshot().Model("m").Waiting + _time.Timers + generating.Count(one => one.IsCompleted) == generating.Length);
        return await Task.WhenAll(generating);
    }
}
