using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Tests.Support;
using static NaturalThoughts.Inference.Tests.Support.ScriptedServer;

namespace NaturalThoughts.Inference.Tests.Endpoints;

public sealed class FaultTests
{
    public static TheoryData<string, string, Blame> Streams => new()
    {
        { Chunk.Content("a") + "data: {\"choices\":[{\"del", "broken-stream", Blame.Endpoint },
        { Chunk.Content("a") + "data: {\"choices\":[{\"del\n\n", "malformed-stream", Blame.Endpoint },
        { "data: [1]\n\n" + Chunk.Done, "malformed-stream", Blame.Endpoint },
        { "data: {\"choices\":[{\"delta\":{\"content\":[\"a\"]}}]}\n\n" + Chunk.Done, "malformed-stream", Blame.Endpoint },
        { "data: {\"choices\":[{\"delta\":{\"content\":\"\\ud83d\"}}]}\n\n" + Chunk.Done, "malformed-stream", Blame.Endpoint },
        { Chunk.Content("a"), "broken-stream", Blame.Endpoint },
        { "", "broken-stream", Blame.Endpoint },
        { Chunk.Finish() + Chunk.Done, "empty-response", Blame.Response },
        { Chunk.Content("a") + Chunk.Finish("abort") + Chunk.Done, "aborted", Blame.Response },
        {
            Chunk.Content("a")
                + "data: {\"error\":{\"message\":\"engine died\",\"type\":\"InternalServerError\",\"code\":500}}\n\n" + Chunk.Done,
            "http-500", Blame.Endpoint
        },
        { Chunk.Content("a") + "data: {\"error\":\"engine died\"}\n\n", "stream-error", Blame.Endpoint },
        { Chunk.Content("a") + "event: error\ndata: engine died\n\n", "stream-error", Blame.Endpoint },
        { "data: {\"object\":\"error\",\"message\":\"engine died\",\"code\":503}\n\n", "http-503", Blame.Endpoint },
        { "data: {\"error\":{\"message\":\"slow down\",\"code\":429}}\n\n", "http-429", Blame.Load },
    };

    [Theory, MemberData(nameof(Streams))]
    public async Task GenerateAsync_FaultyStream_RefusedWithReason(string stream, string reason, Blame blame)
    {
        await using var server = await StartAsync(context => Sse(context, stream));

        var refused = Assert.IsType<Refused>(await Make.Endpoint(server).GenerateAsync(Make.Request(), 0, Make.Patient, default));

        Assert.Equal((reason, blame), (refused.Rejection.Reason, refused.Blame));
    }

    public static TheoryData<int, string, string, Blame> Statuses => new()
    {
        {
            400,
            """{"error":{"message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","code":400}}""",
            "context-length", Blame.Request
        },
        { 400, """{"error":{"message":"no","code":"context_length_exceeded"}}""", "context-length", Blame.Request },
        { 400, """{"object":"error","message":"bad temperature"}""", "http-400", Blame.Request },
        { 422, """{"detail":[{"loc":["body"]}]}""", "http-422", Blame.Request },
        { 401, "", "unauthorized", Blame.Access },
        { 403, "no", "unauthorized", Blame.Access },
        { 404, """{"error":{"message":"The model `m` does not exist.","code":404}}""", "model-not-found", Blame.Access },
        { 404, "<html>nothing here</html>", "http-404", Blame.Access },
        { 302, "", "http-302", Blame.Access },
        { 408, "", "http-408", Blame.Endpoint },
        { 502, "<html>Bad Gateway</html>", "http-502", Blame.Endpoint },
        { 429, "", "http-429", Blame.Load },
    };

    [Theory, MemberData(nameof(Statuses))]
    public async Task GenerateAsync_ErrorStatus_RefusedWithReason(int status, string body, string reason, Blame blame)
    {
        await using var server = await StartAsync(context => Status(context, status, body));

        var refused = Assert.IsType<Refused>(await Make.Endpoint(server).GenerateAsync(Make.Request(), 0, Make.Patient, default));

        Assert.Equal((reason, blame), (refused.Rejection.Reason, refused.Blame));
        Assert.Equal(blame is not Blame.Request, refused.Retryable);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Mon, 02 Mar 2026 00:01:30 GMT", 90)]
    [InlineData("Mon, 02 Mar 2020 00:00:00 GMT", 0)]
    [InlineData("86400", 3600)]
    public async Task GenerateAsync_RetryAfter_SecondsOrDate(string header, int seconds)
    {
        var time = new FakeTimeProvider(new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
        await using var server = await StartAsync(context => Status(context, 429, "", header));

        var refused = Assert.IsType<Refused>(await Make.Endpoint(server, time).GenerateAsync(Make.Request(), 0, Make.Patient, default));

        Assert.Equal(TimeSpan.FromSeconds(seconds), refused.RetryAfter);
    }

    [Theory]
    [InlineData("", "connection-reset")]
    [InlineData("nonsense\r\n\r\n", "malformed-response")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{", "broken-stream")]
    public async Task GenerateAsync_ConnectionBreaksOff_EndpointBlamed(string answer, string reason)
    {
        await using var server = new RawServer(answer);

        var refused = Assert.IsType<Refused>(await server.Endpoint.GenerateAsync(Make.Request(), 0, Make.Patient, default));

        Assert.Equal((reason, Blame.Endpoint), (refused.Rejection.Reason, refused.Blame));
    }

    [Fact]
    public async Task GenerateAsync_NobodyListens_Unreachable()
    {
        var server = await StartAsync();
        var endpoint = Make.Endpoint(server);
        await server.DisposeAsync();

        var refused = Assert.IsType<Refused>(await endpoint.GenerateAsync(Make.Request(), 0, Make.Patient, default));

        Assert.Equal(("connection-refused", Blame.Unreachable), (refused.Rejection.Reason, refused.Blame));
    }

    [Fact]
    public async Task GenerateAsync_BreaksOffWithinText_BrokenStream()
    {
        await using var server = new RawServer(RawServer.BrokenOff(Chunk.Content("a")));

        var refused = Assert.IsType<Refused>(await server.Endpoint.GenerateAsync(Make.Request(), 0, Make.Patient, default));

        Assert.Equal(("broken-stream", Blame.Endpoint), (refused.Rejection.Reason, refused.Blame));
    }

    [Fact]
    public async Task GenerateAsync_BreaksOffAfterFinishReason_ResponseKept()
    {
        await using var server = new RawServer(RawServer.BrokenOff(Chunk.Content("paid for") + Chunk.Finish()));

        var generated = Assert.IsType<Generated>(await server.Endpoint.GenerateAsync(Make.Request(), 0, Make.Patient, default));

        Assert.Equal(("paid for", "stop", null), (generated.Response.Content, generated.Response.FinishReason, generated.Response.Usage));
    }

    [Fact]
    public async Task GenerateAsync_NobodyListens_ConnectionRefused()
    {
        HttpEndpoint endpoint;
        await using (var server = await StartAsync()) endpoint = Make.Endpoint(server);

        var refused = Assert.IsType<Refused>(await endpoint.GenerateAsync(Make.Request(), 0, Make.Patient, default));

        Assert.Equal("connection-refused", refused.Rejection.Reason);
        Assert.Equal("connection-refused", (await endpoint.DiscoverAsync(default)).Failure?.Rejection.Reason);
    }

    [Fact]
    public async Task GenerateAsync_MoreTextThanTheCap_RefusedForGood()
    {
        await using var server = await StartAsync(context =>
            Sse(context, string.Concat(Enumerable.Repeat(Chunk.Content("0123456789"), 20)) + Chunk.Done));

        var refused = Assert.IsType<Refused>(
            await Make.Endpoint(server, maxBytes: 150).GenerateAsync(Make.Request(), 0, Make.Patient, default));

        Assert.Equal(("response-too-large", false), (refused.Rejection.Reason, refused.Retryable));
    }

    [Fact]
    public async Task GenerateAsync_OneEndlessLine_RefusedForGood()
    {
        await using var server = await StartAsync(context => context.Response.WriteAsync("data: " + new string('x', 1 << 20)));

        var refused = Assert.IsType<Refused>(
            await Make.Endpoint(server, maxBytes: 1 << 16).GenerateAsync(Make.Request(), 0, Make.Patient, default));

        Assert.Equal("response-too-large", refused.Rejection.Reason);
    }

    [Fact]
    public async Task GenerateAsync_Silence_GivenUpAndConnectionClosed()
    {
        var time = new FakeTimeProvider();
        var heard = new TaskCompletionSource();
        await using var server = await StartAsync(async context =>
        {
            await Sse(context, Chunk.Content("a"));
            heard.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var generating = Make.Endpoint(server, time).GenerateAsync(Make.Request(), 0, TimeSpan.FromSeconds(120), default);
        await heard.Task;
        while (!generating.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(121));
            await Task.Yield();
        }

        var refused = Assert.IsType<Refused>(await generating);

        Assert.Equal(("silent", Blame.Endpoint), (refused.Rejection.Reason, refused.Blame));
        await server.Aborted;
    }

    [Fact]
    public async Task GenerateAsync_Cancelled_ThrowsAndConnectionClosed()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await StartAsync(async context =>
        {
            await Sse(context, Chunk.Content("a"));
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Make.Endpoint(server).GenerateAsync(Make.Request(), 0, Make.Patient, cancel.Token));

        await server.Aborted;
    }
}
