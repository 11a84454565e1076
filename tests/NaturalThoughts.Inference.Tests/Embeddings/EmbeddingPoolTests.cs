using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Embeddings;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Pool;
using NaturalThoughts.Inference.Tests.Support;
using static NaturalThoughts.Inference.Tests.Support.ScriptedServer;

namespace NaturalThoughts.Inference.Tests.Embeddings;

/// <summary>Batches in the pool: limits, retries and quarantine as for responses, in a line of their own.</summary>
public sealed class EmbeddingPoolTests
{
    const string Vector = """{"data":[{"index":0,"embedding":[1,2]}]}""";

    static readonly EmbeddingBatch Batch = EmbeddingEndpointTests.Batch(EmbeddingEndpointTests.Request, "a");

    readonly FakeTimeProvider _time = new(new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
    readonly LimitsSpec _limits = new();

    [Fact]
    public async Task EmbedAsync_FirstEndpointFails_OtherOneAnswers()
    {
        await using var bad = await EmbeddingAsync(context => Status(context, 502, ""));
        await using var good = await EmbeddingAsync(context => Status(context, 200, Vector));
        await using var pool = Pool(bad, good);
        await pool.TickAsync(default);

        Assert.IsType<Embedded>(await RunAsync(pool, EmbedAsync(pool)));
        Assert.Single(bad.EmbeddingBodies);
    }

    [Fact]
    public async Task EmbedAsync_Throttled_IsNoAttemptAndWaits()
    {
        var asked = 0;
        await using var server = await EmbeddingAsync(context => ++asked <= 6 ? Status(context, 429, "", "20") : Status(context, 200, Vector));
        await using var pool = Pool(server);
        await pool.TickAsync(default);

        Assert.IsType<Embedded>(await RunAsync(pool, EmbedAsync(pool)));
        Assert.Equal(7, asked);
    }

    [Fact]
    public async Task EmbedAsync_DifferentBatchesFail_EndpointIsQuarantined()
    {
        await using var server = await EmbeddingAsync(context => Status(context, 502, ""));
        await using var pool = Pool(server);
        await pool.TickAsync(default);

        var batches = Enumerable.Range(0, 3).Select(number => EmbeddingEndpointTests.Batch(EmbeddingEndpointTests.Request, $"{number}"));
        _ = batches.Select(batch => pool.EmbedAsync(batch, _limits, new(0), default, default)).ToList();

        await ReachedAsync(() => pool.Snapshot().Endpoints[0].State is EndpointState.Quarantined);
        Assert.Equal("http-502", pool.Snapshot().Endpoints[0].Reason!.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EmbedAsync_OneServerChatsAndOneEmbeds_EachGetsItsOwnAndStaysHealthy(bool chatsFirst)
    {
        await using var chats = await StartAsync(context => Sse(context, Chunk.Whole("5")));
        await using var embeds = await EmbeddingAsync(context => Status(context, 200, Vector));
        embeds.Completion = context => Status(context, 404, """{"detail":"Not Found"}""");
        await using var pool = chatsFirst ? Pool(chats, embeds) : Pool(embeds, chats);
        await pool.TickAsync(default);

        for (var number = 0; number < 6; number++)
        {
            Assert.IsType<Embedded>(await RunAsync(pool, EmbedAsync(pool)));
            Assert.IsType<Generated>(await RunAsync(pool, pool.GenerateAsync(Make.Request(), number, _limits, default)));
        }

        Assert.True(chats.EmbeddingBodies.Count <= 1 && embeds.Bodies.Count <= 1);
        Assert.All(pool.Snapshot().Endpoints, endpoint => Assert.Equal(EndpointState.Healthy, endpoint.State));
        // Nobody asked the first one in vain for what it can.
        Assert.Equal(
            chatsFirst ? embeds.Address + "/v1" : chats.Address + "/v1",
            Assert.Single(pool.Snapshot().Model(chatsFirst ? EmbeddingRequest.LineOf("m") : "m").ServedBy));
    }

    [Fact]
    public async Task EmbedAsync_NobodyEmbeds_WaitsWithoutLosingAttempts()
    {
        await using var chats = await StartAsync(context => Sse(context, Chunk.Whole("5")));
        await using var pool = Pool(new PoolOptions { DisplaceAfter = TimeSpan.FromSeconds(5) }, chats);
        await pool.TickAsync(default);

        var displaced = Assert.IsType<Displaced>(await RunAsync(pool, EmbedAsync(pool)));

        Assert.Equal(0, displaced.Attempts);
        Assert.Single(chats.EmbeddingBodies);
        Assert.False(pool.Snapshot().Model(EmbeddingRequest.LineOf("m")).Served);
        Assert.Equal("m", Assert.Single(pool.Rooms()).Model);
    }

    [Fact]
    public async Task Rooms_ModelThatMayEmbed_IsOfferedForBoth()
    {
        await using var server = await EmbeddingAsync(context => Status(context, 200, Vector));
        await using var pool = Pool(server);
        await pool.TickAsync(default);
        Assert.IsType<Embedded>(await EmbedAsync(pool));

        Assert.Equal([("m", 0L), (EmbeddingRequest.LineOf("m"), 1L)], pool.Rooms().Select(room => (room.Model, room.Begun)));
    }

    [Fact]
    public async Task GenerateAsync_MissingPathAndNobodyEmbeds_IsQuarantinedAsEver()
    {
        await using var server = await StartAsync(context => Status(context, 404, """{"detail":"Not Found"}"""));
        await using var pool = Pool(server);
        await pool.TickAsync(default);

        _ = pool.GenerateAsync(Make.Request(), 0, _limits, default);

        await ReachedAsync(() => pool.Snapshot().Endpoints[0].State is EndpointState.Quarantined);
    }

    Task<Generation> EmbedAsync(ModelPool pool) => pool.EmbedAsync(Batch, _limits, new(0), default, default);

    static async Task<ScriptedServer> EmbeddingAsync(Func<HttpContext, Task> embed)
    {
        var server = await StartAsync();
        server.Embedding = (context, _) => embed(context);
        return server;
    }

    ModelPool Pool(params ScriptedServer[] servers) => Pool(new(), servers);

    ModelPool Pool(PoolOptions options, params ScriptedServer[] servers)
    {
        var endpoints = new EndpointsSpec { List = [.. servers.Select(server => new EndpointSpec { Url = server.Address })] };
        return new(new EndpointCatalog(endpoints, ".", Make.Http, _time, _ => null), options, _time, NullLogger<ModelPool>.Instance,
            embeds: model => model == "m");
    }

    async Task<T> RunAsync<T>(ModelPool pool, Task<T> asking)
    {
        using var stuck = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!asking.IsCompleted)
        {
            stuck.Token.ThrowIfCancellationRequested();
            await Task.WhenAny(asking, Task.Delay(5));
            _time.Advance(TimeSpan.FromMilliseconds(500));
            await pool.TickAsync(default);
        }

        return await asking;
    }

    static async Task ReachedAsync(Func<bool> reached)
    {
        using var stuck = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!reached()) await Task.Delay(5, stuck.Token);
    }
}
