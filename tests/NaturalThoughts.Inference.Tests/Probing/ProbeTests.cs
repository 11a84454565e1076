using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Probing;
using NaturalThoughts.Inference.Tests.Support;
using static NaturalThoughts.Inference.Tests.Support.ScriptedServer;

namespace NaturalThoughts.Inference.Tests.Probing;

public sealed class ProbeTests
{
    const string Usage = """data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}""" + "\n\n";

    [Fact]
    public async Task RunAsync_GoodServer_NoProblems()
    {
        await using var server = await ScriptedAsync(plain: Chunk.Content("5"), schema: Chunk.Content("{\\\"sum\\\": 5}"));

        var report = await Probe.RunAsync(Make.Endpoint(server), null, Make.Patient, default);

        Assert.Empty(report.Problems);
        Assert.Equal(("m", ReasoningForm.ReasoningContent, true, true), (report.Model, report.Reasoning, report.Usage, report.Streamed));
        Assert.True(report.JsonSchema);
        Assert.Equal(4096, Assert.Single(report.Models).MaxModelLength);
        Assert.NotNull(report.Timings);
    }

    [Fact]
    public async Task RunAsync_ContentNull_SaysToMendTheParser()
    {
        await using var server = await ScriptedAsync(plain: "", schema: Chunk.Content("five"));

        var report = await Probe.RunAsync(Make.Endpoint(server), "m", Make.Patient, default);

        Assert.Contains("--reasoning-parser", Assert.Single(report.Problems).Fix);
        Assert.False(report.JsonSchema);
    }

    [Fact]
    public async Task RunAsync_JsonInReasoning_CountsAsSchemaKept()
    {
        await using var server = await StartAsync(context =>
            AnswerAsync(context, Chunk.Content("5"), Chunk.Reasoning("{\\\"sum\\\": 5}"), reasoning: ""));

        Assert.True((await Probe.RunAsync(Make.Endpoint(server), null, Make.Patient, default)).JsonSchema);
    }

    [Fact]
    public async Task RunAsync_NotStreamedWithoutUsage_BothSaid()
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("""{"choices":[{"message":{"content":"<think>hm</think>5"},"finish_reason":"stop"}]}""");
        });

        var report = await Probe.RunAsync(Make.Endpoint(server), null, Make.Patient, default);

        Assert.Equal((true, false, false), (report.ThinkTags, report.Streamed, report.Usage));
        Assert.Equal(2, report.Problems.Length);
    }

    [Fact]
    public async Task RunAsync_ModelNotServed_SaysWhatIs()
    {
        await using var server = await StartAsync();

        var report = await Probe.RunAsync(Make.Endpoint(server), "other", Make.Patient, default);

        Assert.Contains("`m`", Assert.Single(report.Problems).Expected);
        Assert.Empty(server.Bodies);
    }

    [Fact]
    public async Task RunAsync_CompletionFails_ReasonReported()
    {
        await using var server = await StartAsync(context => Status(context, 500, "CUDA out of memory"));

        var report = await Probe.RunAsync(Make.Endpoint(server), null, Make.Patient, default);

        Assert.Equal("http-500", report.Failure?.Reason);
        Assert.Contains("CUDA", Assert.Single(report.Problems).ToString());
    }

    static Task<ScriptedServer> ScriptedAsync(string plain, string schema) =>
        StartAsync(context => AnswerAsync(context, plain, schema, Chunk.Reasoning("hm")));

    static Task AnswerAsync(HttpContext context, string plain, string schema, string reasoning)
    {
        using var body = JsonDocument.Parse((string)context.Items[BodyItem]!);
        var answer = body.RootElement.TryGetProperty("response_format", out _) ? schema : plain;
        return Sse(context, reasoning + answer + Chunk.Finish() + Usage + Chunk.Done);
    }
}
