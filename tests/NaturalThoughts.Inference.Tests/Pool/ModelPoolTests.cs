using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Pool;
using NaturalThoughts.Inference.Tests.Support;
using static NaturalThoughts.Inference.Tests.Support.ScriptedServer;

namespace NaturalThoughts.Inference.Tests.Pool;

public sealed class ModelPoolTests
{
    readonly FakeTimeProvider _time = new(new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
    readonly LimitsSpec _limits = new();

    [Fact]
    public async Task GenerateAsync_FirstEndpointFails_OtherOneAnswers()
    {
        await using var bad = await StartAsync(context => Status(context, 502, ""));
        await using var good = await StartAsync(context => Sse(context, Chunk.Whole("5")));
        await using var pool = Make.Pool(_time, null, bad, good);
        await pool.TickAsync(default);

        var generated = Assert.IsType<Generated>(await RunAsync(pool, pool.GenerateAsync(Make.Request(), 0, _limits, default)));

        Assert.Equal(good.Address + "/v1", generated.Response.Endpoint);
        Assert.Single(bad.Bodies);
    }

    [Fact]
    public async Task GenerateAsync_NothingButFailures_RefusedAfterAllAttempts()
    {
        await using var bad = await StartAsync(context => Status(context, 502, "upstream died"));
        await using var pool = Make.Pool(_time, null, bad);
        await pool.TickAsync(default);

        var refused = Assert.IsType<Refused>(await RunAsync(pool, pool.GenerateAsync(Make.Request(), 0, _limits, default)));

        Assert.Equal("http-502", refused.Rejection.Reason);
        Assert.Contains("attempt 4 of 4", refused.Rejection.Detail);
        Assert.Equal(4, bad.Bodies.Count);
    }

    [Fact]
    public async Task GenerateAsync_RefusedRequest_AskedOnce()
    {
        await using var server = await StartAsync(context => Status(context, 400, "maximum context length"));
        await using var pool = Make.Pool(_time, null, server);
        await pool.TickAsync(default);

        var refused = Assert.IsType<Refused>(await pool.GenerateAsync(Make.Request(), 0, _limits, default));

        Assert.Equal("context-length", refused.Rejection.Reason);
        Assert.Single(server.Bodies);
    }

    [Fact]
    public async Task GenerateAsync_ManyThrottles_NoAttemptSpentAndRetryAfterHonoured()
    {
        var asked = new List<DateTimeOffset>();
        await using var server = await StartAsync(context =>
        {
            asked.Add(_time.GetUtcNow());
            return asked.Count <= 6 ? Status(context, 429, "", "20") : Sse(context, Chunk.Whole("5"));
        });
        await using var pool = Make.Pool(_time, null, server);
        await pool.TickAsync(default);

        Assert.IsType<Generated>(await RunAsync(pool, pool.GenerateAsync(Make.Request(), 0, _limits, default)));

        Assert.Equal(7, asked.Count);
        // Not sooner; how much later is up to the threads, for the clock runs on until one has taken the place that is free.
        Assert.All(asked.Zip(asked.Skip(1)), pair =>
            Assert.InRange(pair.Second - pair.First, TimeSpan.FromSeconds(20), TimeSpan.MaxValue));
    }

    [Fact]
    public async Task GenerateAsync_OneMoreThanTheEndpointTakes_OnlyThatOneWaits()
    {
        var (running, refused, answers) = (0, 0, new SemaphoreSlim(0));
        await using var server = await StartAsync(async context =>
        {
            if (Interlocked.Increment(ref running) <= 2)
            {
                await answers.WaitAsync(context.RequestAborted);
                Interlocked.Decrement(ref running);
                await Sse(context, Chunk.Whole("5"));
                return;
            }

            Interlocked.Decrement(ref running);
            await Status(context, 429, "", Interlocked.Increment(ref refused) == 1 ? "1" : "600");
        });
        await using var pool = Make.Pool(_time, null, new EndpointsSpec { List = [new() { Url = server.Address, Slots = 3 }] });
        await pool.TickAsync(default);
        var all = Enumerable.Range(0, 6).Select(sample => pool.GenerateAsync(Make.Request(), sample, _limits, default)).ToList();
        await ReachedAsync(() => StatusOf(pool) is { State: EndpointState.Paused, InFlight: 2 });
        _time.Advance(TimeSpan.FromSeconds(1));
        answers.Release(2);
        await ReachedAsync(() => all.Count(one => one.IsCompleted) == 2 && StatusOf(pool).InFlight == 2);

        _time.Advance(TimeSpan.FromSeconds(30));
        await pool.TickAsync(default);
        await ReachedAsync(() => refused == 2 && StatusOf(pool).InFlight == 2);

        Assert.Equal((EndpointState.Healthy, 2), (StatusOf(pool).State, StatusOf(pool).Slots));
        answers.Release(4);
        Assert.All(await Task.WhenAll(all), generation => Assert.IsType<Generated>(generation));
        Assert.Equal(2, refused);
    }

    [Fact]
    public async Task GenerateAsync_RefusalsHeardOfWhenOthersHaveEnded_LowerTheLimitByOneEach()
    {
        var (running, answers, refusals) = (0, new SemaphoreSlim(0), new SemaphoreSlim(0));
        await using var server = await StartAsync(async context =>
        {
            var taken = Interlocked.Increment(ref running) <= 4;
            await (taken ? answers : refusals).WaitAsync(context.RequestAborted);
            await (taken ? Sse(context, Chunk.Whole("5")) : Status(context, 429, "", "20"));
        });
        await using var pool = Make.Pool(_time, null, new EndpointsSpec { List = [new() { Url = server.Address, Slots = 6 }] });
        await pool.TickAsync(default);
        var all = Enumerable.Range(0, 6).Select(sample => pool.GenerateAsync(Make.Request(), sample, _limits, default)).ToList();
        await ReachedAsync(() => running == 6);

        refusals.Release();
        await ReachedAsync(() => StatusOf(pool) is { State: EndpointState.Paused, InFlight: 5 });
        answers.Release(4);
        await ReachedAsync(() => StatusOf(pool).InFlight == 1);
        refusals.Release();
        await ReachedAsync(() => StatusOf(pool).InFlight == 0);

        Assert.Equal(4, StatusOf(pool).Slots);
        running = 0;
        answers.Release(2);
        Assert.All(await Task.WhenAll(all.Select(one => RunAsync(pool, one))), generation => Assert.IsType<Generated>(generation));
    }

    [Fact]
    public async Task GenerateAsync_TwoEndpoints_LeastLoadedGetsNext()
    {
        var open = new TaskCompletionSource();
        await using var one = await StartAsync(Held);
        await using var two = await StartAsync(Held);
        await using var pool = Make.Pool(_time, null, one, two);
        await pool.TickAsync(default);

        var generating = Enumerable.Range(0, 8).Select(sample => pool.GenerateAsync(Make.Request(), sample, _limits, default)).ToList();

        Assert.All(pool.Snapshot().Endpoints, endpoint => Assert.Equal(4, endpoint.InFlight));
        var model = pool.Snapshot().Model("m");
        Assert.Equal((8, 16, 0), (model.InFlight, model.Slots, model.Waiting));
        open.SetResult();
        Assert.All(await Task.WhenAll(generating), generation => Assert.IsType<Generated>(generation));
        Assert.All(pool.Snapshot().Endpoints, endpoint => Assert.Equal(0, endpoint.InFlight));

        async Task Held(Microsoft.AspNetCore.Http.HttpContext context)
        {
            await open.Task;
            await Sse(context, Chunk.Whole("5"));
        }
    }

    [Fact]
    public async Task GenerateAsync_MoreRequestsThanSlots_NeverMoreInFlight()
    {
        var (inFlight, most) = (0, 0);
        await using var server = await StartAsync(async context =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref inFlight));
            await Task.Yield();
            Interlocked.Decrement(ref inFlight);
            await Sse(context, Chunk.Whole("5"));
        });
        await using var pool = Make.Pool(_time, null, new EndpointsSpec { List = [new() { Url = server.Address, Slots = 3 }] });
        await pool.TickAsync(default);

        var all = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(sample => pool.GenerateAsync(Make.Request(), sample, _limits, default)));

        Assert.All(all, generation => Assert.IsType<Generated>(generation));
        Assert.Equal(Enumerable.Range(0, 40), all.Cast<Generated>().Select(generated => generated.Response.Sample));
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task GenerateAsync_EndpointDown_QuarantinedThenReturns()
    {
        var down = true;
        await using var server = await StartAsync(context => down ? Status(context, 500, "") : Sse(context, Chunk.Whole("5")));
        await using var pool = Make.Pool(_time, new() { QuarantineAfter = 2 }, server);
        await pool.TickAsync(default);
        Task<Generation>[] generating =
            [.. new[] { "2 + 2?", "2 + 3?" }.Select(text => pool.GenerateAsync(Make.Request(question: text), 0, _limits, default))];
        await _time.PassUntilAsync(pool, () => StatusOf(pool).State is EndpointState.Quarantined);

        Assert.Equal("http-500", StatusOf(pool).Reason?.Reason);
        Assert.NotNull(StatusOf(pool).Since);
        Assert.Equal([server.Address + "/v1"], pool.Snapshot().Model("m").Quarantined);
        Assert.False(pool.Snapshot().Model("m").Served);
        (down, server.ModelsStatus) = (false, 500);
        _time.Advance(TimeSpan.FromSeconds(8));
        await pool.TickAsync(default);
        Assert.Equal(EndpointState.Quarantined, StatusOf(pool).State);

        server.ModelsStatus = 200;
        foreach (var one in generating) Assert.IsType<Generated>(await RunAsync(pool, one));
        Assert.Equal((EndpointState.Healthy, 2), (StatusOf(pool).State, server.Bodies.Count - 2));
    }

    [Fact]
    public async Task Discovered_BackFromQuarantine_OneRequestUntilOneSucceeds()
    {
        var (down, open) = (true, new TaskCompletionSource());
        await using var server = await StartAsync(async context =>
        {
            if (down)
            {
                await Status(context, 500, "");
                return;
            }

            await open.Task;
            await Sse(context, Chunk.Whole("5"));
        });
        await using var pool = Make.Pool(_time, new() { QuarantineAfter = 1 }, server);
        await pool.TickAsync(default);
        var generating = Enumerable.Range(0, 3)
            .Select(sample => pool.GenerateAsync(Make.Request(), sample, new() { Attempts = 9 }, default)).ToList();
        await _time.PassUntilAsync(pool, () => StatusOf(pool) is { State: EndpointState.Quarantined, InFlight: 0 });
        down = false;
        await _time.PassUntilAsync(pool, () =>
            StatusOf(pool) is { State: EndpointState.OnTrial, InFlight: 1 } && pool.Snapshot().Model("m").Waiting == 2);

        open.SetResult();

        Assert.All(await Task.WhenAll(generating), generation => Assert.IsType<Generated>(generation));
    }

    [Fact]
    public async Task GenerateAsync_WrongKey_EndpointQuarantinedAndOtherUsed()
    {
        await using var locked = await StartAsync(context => Status(context, 401, ""));
        await using var good = await StartAsync(context => Sse(context, Chunk.Whole("5")));
        // However long the other one takes, it is not probed yet.
        await using var pool = Make.Pool(_time, new PoolOptions { FirstProbe = TimeSpan.FromDays(1) }, locked, good);
        await pool.TickAsync(default);

        Assert.IsType<Generated>(await RunAsync(pool, pool.GenerateAsync(Make.Request(), 0, _limits, default)));

        Assert.Equal((EndpointState.Quarantined, "unauthorized"), (StatusOf(pool).State, StatusOf(pool).Reason?.Reason));
    }

    [Fact]
    public async Task GenerateAsync_NobodyServesTheModel_WaitsAndSaysSoUntilSomeoneDoes()
    {
        await using var server = await StartAsync(context => Sse(context, Chunk.Whole("5")));
        await using var pool = Make.Pool(_time, null, server);
        await pool.TickAsync(default);

        var generating = pool.GenerateAsync(Make.Request("other"), 0, _limits, default);

        Assert.Equal((false, 1), (pool.Snapshot().Model("other").Served, pool.Snapshot().Model("other").Waiting));
        Assert.True(pool.Snapshot().Model("m").Served);
        server.Models = """{"data":[{"id":"other"}]}""";
        Assert.IsType<Generated>(await RunAsync(pool, generating));
    }

    [Fact]
    public async Task GenerateAsync_CancelledWhileWaiting_LeavesTheQueue()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await StartAsync();
        await using var pool = Make.Pool(_time, null, server);
        var generating = pool.GenerateAsync(Make.Request(), 0, _limits, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generating);
        Assert.Equal(0, pool.Snapshot().Model("m").Waiting);
    }

    [Theory]
    [InlineData(LengthPolicy.Keep, new[] { 64 }, "length")]
    [InlineData(LengthPolicy.Retry, new[] { 64, 128 }, "stop")]
    [InlineData(LengthPolicy.Drop, new[] { 64 }, null)]
    public async Task GenerateAsync_CutShort_LengthPolicyApplies(LengthPolicy policy, int[] asked, string? finish)
    {
        await using var server = await StartAsync();
        server.Completion = context => Sse(context, Chunk.Whole("5", MaxTokens(server.Bodies.Last()) < 100 ? "length" : "stop"));
        await using var pool = Make.Pool(_time, null, server);
        await pool.TickAsync(default);
        var request = Make.Request();

        var generation = await pool.GenerateAsync(request, 0, new() { Length = policy }, default);

        Assert.Equal(asked, server.Bodies.Select(MaxTokens));
        if (finish is null)
            Assert.Equal("length", Assert.IsType<Refused>(generation).Rejection.Reason);
        else
        {
            var response = Assert.IsType<Generated>(generation).Response;
            Assert.Equal((finish, request.Digest), (response.FinishReason, response.Request));
        }

        static int MaxTokens(string body) =>
            System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("max_tokens").GetInt32();
    }

    [Fact]
    public async Task GenerateAsync_TeachersReasoningEmptyAgainAndAgain_Alarm()
    {
        var reasoning = false;
        await using var server = await StartAsync(context =>
            Sse(context, (reasoning ? Chunk.Reasoning("hm") : "") + Chunk.Content("5") + Chunk.Finish() + Chunk.Done));
        await using var pool = Make.Pool(_time, new() { EmptyReasoningAlarm = 2 }, server);
        await pool.TickAsync(default);

        await pool.GenerateAsync(Make.Request(role: ModelRole.Baseline), 0, _limits, default);
        await pool.GenerateAsync(Make.Request(), 0, _limits, default);
        Assert.Empty(pool.Snapshot().Model("m").EmptyReasoning);
        await pool.GenerateAsync(Make.Request(), 1, _limits, default);
        Assert.Equal([new EmptyReasoning(server.Address + "/v1", 2)], pool.Snapshot().Model("m").EmptyReasoning);

        reasoning = true;
        await pool.GenerateAsync(Make.Request(), 2, _limits, default);
        Assert.Empty(pool.Snapshot().Model("m").EmptyReasoning);
    }

    [Fact]
    public async Task Start_RealClock_LooksForModelsByItself()
    {
        await using var server = await StartAsync(context => Sse(context, Chunk.Whole("5")));
        await using var pool = Make.Pool(TimeProvider.System, null, server);

        pool.Start();

        Assert.IsType<Generated>(await pool.GenerateAsync(Make.Request(), 0, _limits, default));
    }

    static EndpointStatus StatusOf(ModelPool pool) => pool.Snapshot().Endpoints[0];

    static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen && Interlocked.CompareExchange(ref most, value, seen) != seen; seen = most) { }
    }

    async Task<Generation> RunAsync(ModelPool pool, Task<Generation> generating)
    {
        await _time.PassUntilAsync(pool, () => generating.IsCompleted);
        return await generating;
    }

    static async Task ReachedAsync(Func<bool> reached)
    {
        using var stuck = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!reached()) await Task.Delay(5, stuck.Token);
    }
}
