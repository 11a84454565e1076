using NaturalThoughts.Core.Responses;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Tests.Support;
using static NaturalThoughts.Inference.Tests.Support.ScriptedServer;

namespace NaturalThoughts.Inference.Tests.Endpoints;

public sealed class ReasoningFormTests
{
    const string Usage = """{"id":"1","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":9,"completion_tokens_details":{"reasoning_tokens":4}}}""";

    public static TheoryData<string, string, ReasoningForm, bool> Forms => new()
    {
        {
            "reasoning_content",
            Stream("""{"reasoning_content":"Zwei + drei, "}""", """{"reasoning_content":"hm é😀."}"""),
            ReasoningForm.ReasoningContent, true
        },
        {
            "reasoning",
            Stream("""{"reasoning":"Zwei + drei, "}""", """{"reasoning":"hm é😀.","content":null}"""),
            ReasoningForm.Reasoning, true
        },
        {
            "both",
            Stream(
                """{"reasoning":"Zwei + drei, ","reasoning_content":"Zwei + drei, "}""",
                """{"reasoning_content":"hm é😀.","reasoning":"hm é😀."}"""),
            ReasoningForm.Both, true
        },
        {
            "both, one null",
            Stream(
                """{"reasoning":"Zwei + drei, ","reasoning_content":null}""",
                """{"reasoning_content":"","reasoning":"hm \u00e9\ud83d\ude00."}"""),
            ReasoningForm.Reasoning, true
        },
        { "carriage returns", Plain.Replace("\n", "\r\n"), ReasoningForm.Reasoning, true },
        { "comments", Plain.Replace("\n\n", "\n\n: keep-alive\n\n"), ReasoningForm.Reasoning, true },
        { "several lines", Plain.Replace("\"choices\":", "\ndata: \"choices\":\ndata: "), ReasoningForm.Reasoning, true },
        { "in message", Plain.Replace("\"delta\"", "\"message\""), ReasoningForm.Reasoning, true },
        { "not streamed", Whole("reasoning_content"), ReasoningForm.ReasoningContent, false },
        { "not streamed, reasoning", Whole("reasoning"), ReasoningForm.Reasoning, false },
    };

    [Theory, MemberData(nameof(Forms))]
    public async Task GenerateAsync_AnyFormOfReasoning_SameResponse(string name, string stream, ReasoningForm form, bool streamed)
    {
        await using var server = await StartAsync(context => Send(context, stream, streamed));
        var endpoint = Make.Endpoint(server);
        var request = Make.Request();

        var generated = Assert.IsType<Generated>(await endpoint.GenerateAsync(request, 3, Make.Patient, default));

        var expected = new Response
        {
            Request = request.Digest, Sample = 3, Model = "m", Role = ModelRole.Teacher,
            Content = "Es ist 5.", Reasoning = "Zwei + drei, hm é😀.",
            FinishReason = "stop", Usage = new TokenUsage(7, 9, 4), Endpoint = endpoint.Name,
        };
        Assert.Equal(expected, generated.Response);
        Assert.Equal((form, streamed), (generated.Form, generated.Streamed));
        Assert.NotEmpty(name);
    }

    [Fact]
    public async Task GenerateAsync_ThinkTagsInContent_KeptAsSent()
    {
        await using var server = await StartAsync(context =>
            Sse(context, Stream("""{"content":"<thi"}""", """{"content":"nk>hm</think>"}""")));

        var generated = Assert.IsType<Generated>(await Make.Endpoint(server).GenerateAsync(Make.Request(), 0, Make.Patient, default));

        Assert.Equal("<think>hm</think>Es ist 5.", generated.Response.Content);
        Assert.Null(generated.Response.Reasoning);
    }

    [Fact]
    public async Task GenerateAsync_ContentNullWhileReasoning_KeptWithoutContent()
    {
        const string Answer = """{"choices":[{"message":{"role":"assistant","content":null,"reasoning":"{\"sum\":5}"},"finish_reason":"stop"}],"usage":null}""";
        await using var server = await StartAsync(context => Send(context, Answer, streamed: false));

        var generated = Assert.IsType<Generated>(await Make.Endpoint(server).GenerateAsync(Make.Request(), 0, Make.Patient, default));

        Assert.Equal((null, "{\"sum\":5}", null), (generated.Response.Content, generated.Response.Reasoning, generated.Response.Usage));
    }

    static string Plain => Stream("""{"reasoning":"Zwei + drei, "}""", """{"reasoning":"hm é😀."}""");

    static string Stream(params string[] deltas) => string.Concat(
        deltas.Prepend("""{"role":"assistant","content":""}""").Append("""{"content":"Es "}""").Append("""{"content":"ist 5."}""")
            .Select(delta => $$"""data: {"id":"1","choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":null}],"usage":null}""" + "\n\n")
            .Append("""data: {"id":"1","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop","stop_reason":null}]}""" + "\n\n")
            .Append($"data: {Usage}\n\n").Append("data: [DONE]\n\n"));

    static string Whole(string field) =>
        $$$$"""
        {"id":"1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Es ist 5.","{{{{field}}}}":"Zwei + drei, hm é😀."},
        "finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":9,"total_tokens":16,"completion_tokens_details":{"reasoning_tokens":4}}}
        """;

    static Task Send(Microsoft.AspNetCore.Http.HttpContext context, string text, bool streamed)
    {
        if (streamed) return Sse(context, text);
        context.Response.ContentType = "application/json";
        return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, text);
    }
}
