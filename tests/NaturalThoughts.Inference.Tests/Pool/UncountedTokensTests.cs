using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Pool;
using NaturalThoughts.Inference.Tests.Support;
using static NaturalThoughts.Inference.Tests.Support.ScriptedServer;

namespace NaturalThoughts.Inference.Tests.Pool;

/// <summary>What was generated beyond what usage counts. “hm” and “5” are a token each, “one two three” is three.</summary>
public sealed class UncountedTokensTests
{
    const string Usage = """data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":40}}""" + "\n\n";

    readonly FakeTimeProvider _time = new(new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("", 2)]
    [InlineData(Usage, 0)]
    public async Task GenerateAsync_WholeResponse_IsWhatTheServerDoesNotCount(string usage, long uncounted)
    {
        await using var server = await StartAsync(context =>
            Sse(context, Chunk.Reasoning("hm") + Chunk.Content("5") + Chunk.Finish() + usage + Chunk.Done));
        Assert.Equal(uncounted, (await AskAsync(server)).Uncounted);
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData(Usage, 40)]
    public async Task GenerateAsync_TryThatBreaksOff_IsWhatArrivedOfIt(string usage, long uncounted)
    {
        await using var server = await StartAsync(context => Sse(context, Chunk.Content("one two three") + usage));
        var refused = Assert.IsType<Refused>(await Make.Endpoint(server).GenerateAsync(Make.Request(), 0, Make.Patient, default));
        Assert.Equal(("broken-stream", uncounted), (refused.Rejection.Reason, refused.Uncounted));
        Assert.Equal(4 * uncounted, (await AskAsync(server)).Uncounted);
    }

    [Fact]
    public async Task GenerateAsync_ConnectionBreaksOff_IsWhatArrivedOfIt()
    {
        const string head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 900\r\n\r\n";
        await using var server = new RawServer(head + Chunk.Content("one two three"));
        Assert.Equal(3, (await server.Endpoint.GenerateAsync(Make.Request(), 0, Make.Patient, default)).Uncounted);
    }

    [Fact]
    public async Task GenerateAsync_AnswerAfterFailedTries_CarriesTheirTokens()
    {
        var tries = 0;
        await using var server = await StartAsync(context => Sse(
            context,
            Interlocked.Increment(ref tries) < 3 ? Chunk.Content("one two three") : Chunk.Reasoning("hm") + Chunk.Finish() + Usage));
        var generated = Assert.IsType<Generated>(await AskAsync(server));
        Assert.Equal((6, 46), (generated.Uncounted, generated.Tokens));
    }

    [Theory]
    [InlineData(LengthPolicy.Keep, false, 2)]
    [InlineData(LengthPolicy.Drop, false, 2)]
    [InlineData(LengthPolicy.Retry, false, 4)]
    [InlineData(LengthPolicy.Retry, true, 2)]
    public async Task GenerateAsync_CutShort_CountsAllThatWasGenerated(LengthPolicy policy, bool refusesMore, long uncounted)
    {
        await using var server = await StartAsync();
        server.Completion = context =>
            !server.Bodies.Last().Contains("\"max_tokens\":128", StringComparison.Ordinal) ? Sse(context, Chunk.Whole("5", "length"))
            : refusesMore ? Status(context, 400, "") : Sse(context, Chunk.Whole("5"));
        Assert.Equal(uncounted, (await AskAsync(server, new() { Length = policy })).Uncounted);
    }

    [Fact]
    public async Task GenerateAsync_DisplacedAgain_StillCarriesThem()
    {
        await using var server = await StartAsync(context => Sse(context, Chunk.Whole("5")));
        await using var pool = Make.Pool(_time, new PoolOptions { DisplaceAfter = TimeSpan.Zero }, server);
        await pool.TickAsync(default);
        var before = new Displaced(1) { Uncounted = 9 };
        var generating = pool.GenerateAsync(Make.Request("other"), 0, new(), before, default, default);
        await pool.TickAsync(default);
        await pool.TickAsync(default);
        Assert.Equal(before, await generating);
    }

    async Task<Generation> AskAsync(ScriptedServer server, LimitsSpec? limits = null)
    {
        await using var pool = Make.Pool(_time, null, server);
        await pool.TickAsync(default);
        var generating = pool.GenerateAsync(Make.Request(), 0, limits ?? new(), default);
        await _time.PassUntilAsync(pool, () => generating.IsCompleted);
        return await generating;
    }
}
