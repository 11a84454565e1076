using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Tests.Support;
using static NaturalThoughts.Inference.Tests.Support.ScriptedServer;

namespace NaturalThoughts.Inference.Tests.Endpoints;

public sealed class HttpEndpointTests
{
    [Fact]
    public async Task DiscoverAsync_ModelList_FieldsRead()
    {
        await using var server = await StartAsync();
        server.Models =
            """{"data":[{"id":"a","root":"org/a","parent":"b","max_model_len":8192},{"id":"c","root":null},{"object":"model"}]}""";

        var discovery = await Make.Endpoint(server).DiscoverAsync(default);

        Assert.Equal([new ServedModel("a", "org/a", "b", 8192), new ServedModel("c")], discovery.Models);
        Assert.Null(discovery.Failure);
    }

    [Theory]
    [InlineData(200, "<html>", "malformed-stream")]
    [InlineData(200, """{"data":[{"id":"\ud800"}]}""", "malformed-stream")]
    [InlineData(500, """{"error":{"message":"x","code":"\ud800"}}""", "malformed-stream")]
    [InlineData(200, """{"data":7}""", "malformed-response")]
    [InlineData(401, "", "unauthorized")]
    public async Task DiscoverAsync_NoModelList_FailureSaysWhy(int status, string body, string reason)
    {
        await using var server = await StartAsync();
        (server.ModelsStatus, server.Models) = (status, body);

        var discovery = await Make.Endpoint(server).DiscoverAsync(default);

        Assert.Equal(reason, discovery.Failure?.Rejection.Reason);
        Assert.Empty(discovery.Models);
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"response_format json_schema is not supported by this model"}}""", true)]
    [InlineData(422, """{"detail":"Guided decoding is not available"}""", true)]
    [InlineData(400, """{"error":{"message":"The prompt is no good"}}""", false)]
    [InlineData(429, """{"error":{"message":"response_format"}}""", false)]
    public async Task GenerateAsync_ServerRefusesTheForm_AsksWithoutItFromThenOn(int status, string body, bool again)
    {
        await using var server = await StartAsync(context =>
            ((string)context.Items[BodyItem]!).Contains("response_format", StringComparison.Ordinal)
            ? Status(context, status, body)
            : Sse(context, """
                data: {"choices":[{"delta":{"content":"{}"},"finish_reason":"stop"}]}


                """));
        var endpoint = Make.Endpoint(server);
        var judging = Make.Request() with { Rubric = new() { Rubric = "verbosity", Schema = """{"type":"object"}""" } };

        for (var sample = 0; sample < 2; sample++)
            Assert.Equal(again, await endpoint.GenerateAsync(judging, sample, Make.Patient, default) is Generated);

        Assert.Equal(again ? 3 : 2, server.Bodies.Count);
        using var first = JsonDocument.Parse(server.Bodies.First());
        Assert.Equal("""{"type":"json_schema","json_schema":{"name":"verbosity","schema":{"type":"object"},"strict":true}}""",
            first.RootElement.GetProperty("response_format").GetRawText());
        Assert.IsType<Generated>(await endpoint.GenerateAsync(Make.Request(), 0, Make.Patient, default));
    }

    [Fact]
    public async Task GenerateAsync_FinishReasonIsNoUnicode_IsARefusal()
    {
        await using var server = await StartAsync(context => Sse(context, """
            data: {"choices":[{"delta":{"content":"x"},"finish_reason":"\ud800"}]}


            """));

        var generation = await Make.Endpoint(server).GenerateAsync(Make.Request(), 0, TimeSpan.FromSeconds(5), default);

        Assert.Equal("malformed-stream", Assert.IsType<Refused>(generation).Rejection.Reason);
    }

    [Fact]
    public async Task GenerateAsync_Key_SentAsBearerAndNowhereElse()
    {
        await using var server = await StartAsync(context => Status(context, 500, "broken"));
        var endpoint = Make.Endpoint(server, key: "top-secret\n");

        var refused = Assert.IsType<Refused>(await endpoint.GenerateAsync(Make.Request(), 0, Make.Patient, default));

        Assert.Equal(["Bearer top-secret"], server.Authorizations);
        Assert.DoesNotContain("secret", endpoint.Name + refused);
    }

    [Fact]
    public async Task GenerateAsync_Body_IsTheRequests()
    {
        await using var server = await StartAsync(context => Sse(context, Chunk.Whole("5")));

        await Make.Endpoint(server).GenerateAsync(Make.Request(question: "“ü”\n<b>"), 0, Make.Patient, default);

        using var body = JsonDocument.Parse(Assert.Single(server.Bodies));
        Assert.Equal("“ü”\n<b>", body.RootElement.GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.True(body.RootElement.GetProperty("stream").GetBoolean());
    }

    [Fact]
    public async Task GenerateAsync_StreamReadToItsEnd_ConnectionUsedAgain()
    {
        var connections = new HashSet<string>();
        await using var server = await StartAsync(context =>
        {
            connections.Add(context.Connection.Id);
            return Sse(context, Chunk.Whole("5"));
        });
        using var http = HttpEndpoint.CreateClient();
        var endpoint = new HttpEndpoint(http, EndpointAddress.Parse(server.Address, "test").Value!, null, TimeProvider.System);

        // A mark of its own between two calls: the connection returns to the pool once the stream's end was drained.
        for (var i = 0; i < 20; i++) Assert.IsType<Generated>(await endpoint.GenerateAsync(Make.Request(), i, Make.Patient, default));

        Assert.InRange(connections.Count, 1, 19);
    }

    [Fact]
    public async Task GenerateAsync_Timings_FromTheClock()
    {
        var time = new FakeTimeProvider();
        await using var server = await StartAsync(async context =>
        {
            time.Advance(TimeSpan.FromSeconds(2));
            await Sse(context, Chunk.Whole("5"));
        });

        var generated = Assert.IsType<Generated>(await Make.Endpoint(server, time).GenerateAsync(Make.Request(), 0, Make.Patient, default));

        Assert.Equal(new GenerationTimings(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)), generated.Timings);
    }
}
