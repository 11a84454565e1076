using System.Text.Json;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Inference.Embeddings;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Probing;
using NaturalThoughts.Inference.Recorded;
using NaturalThoughts.Inference.Tests.Support;
using static NaturalThoughts.Inference.Tests.Support.ScriptedServer;

namespace NaturalThoughts.Inference.Tests.Embeddings;

/// <summary>One call for vectors, and what can come of it.</summary>
public sealed class EmbeddingEndpointTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EmbedAsync_Batch_IsAskedAsServersWantIt()
    {
        await using var server = await StartAsync();
        server.Embedding = (context, _) => Status(context, 200, """{"data":[{"index":1,"embedding":[0,3]},{"index":0,"embedding":[-2,0]}]}""");
        var request = new EmbeddingRequest(new()
        {
            Name = "e", Model = "m", Prompt = "query: {question}", Extra = """{"dimensions":2}""",
        });

        var embedded = Assert.IsType<Embedded>(await EmbedAsync(server, Batch(request, "a \"b\"", "c")));

        using var body = JsonDocument.Parse(Assert.Single(server.EmbeddingBodies));
        Assert.Equal(
            """{"model":"m","input":["query: a \"b\"","query: c"],"encoding_format":"float","dimensions":2}""",
            JsonSerializer.Serialize(body.RootElement, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal([[-UnitVector.Length, 0], [0, UnitVector.Length]], embedded.Vectors);
    }

    [Fact]
    public async Task EmbedAsync_VectorsInBase64OrWithoutIndex_AreRead()
    {
        var bytes = Convert.ToBase64String([.. BitConverter.GetBytes(0f), .. BitConverter.GetBytes(0.5f)]);
        await using var server = await StartAsync();
        server.Embedding = (context, _) => Status(context, 200, $$"""{"data":[{"embedding":[1e-3,0]},{"embedding":"{{bytes}}"}]}""");

        var embedded = Assert.IsType<Embedded>(await EmbedAsync(server));

        Assert.Equal([[UnitVector.Length, 0], [0, UnitVector.Length]], embedded.Vectors);
    }

    [Theory]
    [InlineData("""{"data":[{"index":0,"embedding":[1]}]}""", "malformed-response", Blame.Endpoint)]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}""", "malformed-response", Blame.Endpoint)]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}""", "malformed-response", Blame.Endpoint)]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":["a"]}]}""", "malformed-response", Blame.Endpoint)]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[null]}]}""", "malformed-response", Blame.Endpoint)]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[0]}]}""", "no-direction", Blame.Response)]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1e400]}]}""", "no-direction", Blame.Response)]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":"abc"}]}""", "malformed-response", Blame.Endpoint)]
    [InlineData("""{"data":{}}""", "malformed-response", Blame.Endpoint)]
    [InlineData("""[]""", "malformed-response", Blame.Endpoint)]
    [InlineData("""{"data":[""", "malformed-stream", Blame.Endpoint)]
    [InlineData("""{"object":"error","message":"The model does not support Embeddings API","code":400}""", "wrong-task", Blame.Access)]
    [InlineData("""{"object":"error","message":"engine dead","code":503}""", "http-503", Blame.Endpoint)]
    public async Task EmbedAsync_AnswerThatIsNone_SaysWhatIsToBlame(string answer, string reason, Blame blame)
    {
        await using var server = await StartAsync();
        server.Embedding = (context, _) => Status(context, 200, answer);

        var refused = Assert.IsType<Refused>(await EmbedAsync(server));

        Assert.Equal((reason, blame), (refused.Rejection.Reason, refused.Blame));
    }

    [Theory]
    [InlineData(404, """{"detail":"Not Found"}""", "wrong-task", Blame.Access)]
    [InlineData(405, "", "wrong-task", Blame.Access)]
    [InlineData(501, "", "wrong-task", Blame.Access)]
    [InlineData(400, """{"error":{"message":"The model does not support Embeddings API"}}""", "wrong-task", Blame.Access)]
    [InlineData(404, """{"error":{"message":"The model `m` does not exist."}}""", "model-not-found", Blame.Access)]
    [InlineData(400, """{"error":{"message":"This model's maximum context length is 512 tokens"}}""", "context-length", Blame.Request)]
    [InlineData(413, """{"error":"batch size 64 > maximum allowed batch size 32","error_type":"Validation"}""", "http-413", Blame.Request)]
    [InlineData(429, "", "http-429", Blame.Load)]
    [InlineData(502, "", "http-502", Blame.Endpoint)]
    public async Task EmbedAsync_Status_SaysWhatIsToBlame(int status, string body, string reason, Blame blame)
    {
        await using var server = await StartAsync();
        server.Embedding = (context, _) => Status(context, status, body);

        var refused = Assert.IsType<Refused>(await EmbedAsync(server));

        Assert.Equal((reason, blame), (refused.Rejection.Reason, refused.Blame));
    }

    [Fact]
    public async Task GenerateAsync_ServerThatEmbedsOnly_IsToldFromAWrongRequest()
    {
        await using var server = await StartAsync(context =>
            Status(context, 400, """{"error":{"message":"The model does not support Chat Completions API"}}"""));

        var refused = Assert.IsType<Refused>(await Make.Endpoint(server).GenerateAsync(Make.Request(), 0, Make.Patient, default));

        Assert.Equal(("wrong-task", Blame.Access), (refused.Rejection.Reason, refused.Blame));
    }

    [Fact]
    public async Task EmbedAsync_NoAnswer_IsGivenUpAfterTheSilence()
    {
        await using var server = await StartAsync();
        server.Embedding = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);

        var refused = Assert.IsType<Refused>(await Make.Endpoint(server).EmbedAsync(Batch(Request, "a"), TimeSpan.FromMilliseconds(100), default));

        Assert.Equal("silent", refused.Rejection.Reason);
    }

    [Fact]
    public async Task EmbedAsync_RecordedVectors_ComeByQuestion()
    {
        _folder.Write("r.jsonl", $$"""
            {"question":"a","model":"m","embedding":[0,2]}
            {"question_id":"{{QuestionId.Of("b")}}","model":"m","content":"said","embedding":[2,0]}
            {"question":"c","model":"n","embedding":[1,1,1]}
            """);
        using var endpoint = new RecordedEndpoint(RecordedFile.Open(_folder.Named("r.jsonl"), "r.jsonl").Value!, default, TimeProvider.System);

        var embedded = Assert.IsType<Embedded>(await endpoint.EmbedAsync(Batch(Request, "b", " a "), Make.Patient, default));
        var missing = Assert.IsType<Refused>(await endpoint.EmbedAsync(Batch(Request, "a", "c"), Make.Patient, default));

        Assert.Equal([[UnitVector.Length, 0], [0, UnitVector.Length]], embedded.Vectors);
        Assert.Equal(("not-recorded", false), (missing.Rejection.Reason, missing.Retryable));
        Assert.Contains(QuestionId.Of("c").ToString(), missing.Rejection.Detail);
        Assert.Equal(["m", "n"], (await endpoint.DiscoverAsync(default)).Models.Select(model => model.Id));
        Assert.IsType<Generated>(await endpoint.GenerateAsync(Make.Request(question: "b"), 0, Make.Patient, default));
        Assert.IsType<Refused>(await endpoint.GenerateAsync(Make.Request(question: "a"), 0, Make.Patient, default));
    }

    [Theory]
    [InlineData("""{"question":"a","model":"m","embedding":[0,0]}""", "no direction")]
    [InlineData("""{"question":"a","model":"m","embedding":["x"]}""", "something else than numbers")]
    [InlineData("""{"question":"a","model":"m","embedding":[]}""", "no direction")]
    [InlineData("""{"question":"a","model":"m"}""", "`embedding`")]
    [InlineData("{\"question\":\"a\",\"model\":\"m\",\"embedding\":[1]}\n{\"question\":\" a\",\"model\":\"m\",\"embedding\":[1]}", "second time")]
    public void Open_RecordedVectorThatIsNone_IsAProblem(string rows, string what)
    {
        _folder.Write("r.jsonl", rows);

        Assert.Contains(what, Assert.Single(RecordedFile.Open(_folder.Named("r.jsonl"), "r.jsonl").Problems).What);
    }

    [Fact]
    public async Task Probe_ServerThatEmbedsOnly_IsNoFailure()
    {
        await using var server = await StartAsync(context => Status(context, 404, ""));
        server.Embedding = (context, _) => Status(context, 200, """{"data":[{"index":0,"embedding":[1,2,3]}]}""");

        var report = await Probe.RunAsync(Make.Endpoint(server), null, Make.Patient, default);

        Assert.Equal((3, false, null, false), (report.EmbeddingDimensions, report.Chats, report.Failure, report.Timings is null));
        Assert.Empty(report.Problems);
    }

    [Fact]
    public async Task Probe_ServerThatChatsOnly_SaysSo()
    {
        await using var server = await StartAsync(context => Sse(context, Chunk.Whole("5")));

        var report = await Probe.RunAsync(Make.Endpoint(server), null, Make.Patient, default);

        Assert.Equal((null, true, null), (report.EmbeddingDimensions, report.Chats, report.Failure));
    }

    internal static EmbeddingRequest Request { get; } = new(new() { Name = "e", Model = "m" });

    internal static EmbeddingBatch Batch(EmbeddingRequest request, params string[] texts) =>
        new(request, [.. texts.Select(text => new EmbeddingInput(QuestionId.Of(text), text))]);

    static Task<Generation> EmbedAsync(ScriptedServer server, EmbeddingBatch? batch = null) =>
        Make.Endpoint(server).EmbedAsync(batch ?? Batch(Request, "a", "b"), Make.Patient, default);
}
