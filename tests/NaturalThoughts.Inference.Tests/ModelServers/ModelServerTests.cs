using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Tests.Support;
using NaturalThoughts.ModelServers;
using NaturalThoughts.ModelServers.Answers;
using NaturalThoughts.ModelServers.Protocol;

namespace NaturalThoughts.Inference.Tests.ModelServers;

public sealed class ModelServerTests
{
    const string Stream = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";

    [Fact]
    public async Task DiscoverAsync_TwoModels_BothWithRootAndLength()
    {
        await using var server = await ModelServer.StartAsync(new() { Models = ["m=org/m", "other"], MaxModelLength = 4096 });

        var discovery = await Make.Endpoint(server.Address).DiscoverAsync(default);

        Assert.Equal([new("m", "org/m", null, 4096), new("other", "other", null, 4096)], discovery.Models);
        Assert.Equal("", await server.GetAsync("/health"));
    }

    [Theory]
    [InlineData(ReasoningField.ReasoningContent, ReasoningForm.ReasoningContent)]
    [InlineData(ReasoningField.Reasoning, ReasoningForm.Reasoning)]
    public async Task GenerateAsync_FieldOfItsOwn_ReasoningContentAndUsage(ReasoningField field, ReasoningForm form)
    {
        await using var server = await ModelServer.StartAsync(Serve.Options with { ReasoningField = field });

        var generated = Assert.IsType<Generated>(await server.AskAsync());

        Assert.Equal((form, true, "stop"), (generated.Form, generated.Streamed, generated.Response.FinishReason));
        Assert.Equal(1200, System.Text.Encoding.UTF8.GetByteCount(generated.Response.Reasoning!));
        Assert.Contains("the answer is", generated.Response.Reasoning);
        Assert.Matches(@"^Putting the steps together, the answer is \$\\boxed\{\d+\}\$\.$", generated.Response.Content);
        Assert.Equal((4, 300), (generated.Response.Usage?.Prompt, generated.Response.Usage?.Reasoning));
        Assert.True(generated.Response.Usage?.Completion > 300);
    }

    [Fact]
    public async Task GenerateAsync_ThinkTags_SameTextInTheContent()
    {
        await using var apart = await ModelServer.StartAsync(Serve.Options);
        await using var tagged = await ModelServer.StartAsync(Serve.Options with { ReasoningField = ReasoningField.Think });

        var expected = Assert.IsType<Generated>(await apart.AskAsync()).Response;
        var response = Assert.IsType<Generated>(await tagged.AskAsync()).Response;

        Assert.Null(response.Reasoning);
        Assert.Equal($"<think>\n{expected.Reasoning}\n</think>\n\n{expected.Content}", response.Content);
    }

    [Fact]
    public async Task Post_NotStreamed_OneObjectWithTheTextOfTheStream()
    {
        await using var server = await ModelServer.StartAsync(Serve.Options);
        var streamed = Assert.IsType<Generated>(await server.AskAsync()).Response;

        var (status, body) = await server.PostAsync("/v1/chat/completions", Serve.Body());

        using var whole = JsonDocument.Parse(body);
        var choice = whole.RootElement.GetProperty("choices")[0];
        var message = choice.GetProperty("message");
        Assert.Equal((200, "chat.completion"), (status, whole.RootElement.GetProperty("object").GetString()));
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(streamed.Reasoning, message.GetProperty("reasoning_content").GetString());
        Assert.Equal(streamed.Content, message.GetProperty("content").GetString());
        Assert.Equal(streamed.Usage?.Completion, whole.RootElement.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Post_StreamedWithUsage_LastChunkHasUsageAndNoChoices()
    {
        await using var server = await ModelServer.StartAsync(Serve.Options);

        var (_, with) = await server.PostAsync("/v1/chat/completions", Serve.Body(more: Stream));
        var (_, without) = await server.PostAsync("/v1/chat/completions", Serve.Body(more: ",\"stream\":true"));

        var chunks = with.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", chunks[^1]);
        Assert.Contains("\"choices\":[],\"usage\":{\"prompt_tokens\":4,", chunks[^2]);
        Assert.DoesNotContain("usage", without);
    }

    [Fact]
    public async Task Post_SameBodyAnotherServer_SameBytes()
    {
        await using var one = await ModelServer.StartAsync(Serve.Options with { ReasoningTokens = new TokenRange(100, 4000) });
        await using var other = await ModelServer.StartAsync(Serve.Options with { ReasoningTokens = new TokenRange(100, 4000) });

        var answers = new HashSet<string>();
        for (var seed = 0; seed < 20; seed++)
        {
            var body = Serve.Body(more: $",\"seed\":{seed}{Stream}");
            var first = await one.PostAsync("/v1/chat/completions", body);
            Assert.Equal(first, await one.PostAsync("/v1/chat/completions", body));
            Assert.Equal(first, await other.PostAsync("/v1/chat/completions", body));
            answers.Add(first.Body);
        }

        Assert.Equal(20, answers.Count);
        Assert.True(answers.Max(answer => answer.Length) > 2 * answers.Min(answer => answer.Length));
        Assert.Contains(answers, answer => answer.Contains("let me check", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GenerateAsync_MaxTokens_CutWithFinishReasonLength()
    {
        await using var server = await ModelServer.StartAsync(Serve.Options);
        var whole = Assert.IsType<Generated>(await server.AskAsync()).Response;

        var cut = Assert.IsType<Generated>(await server.AskAsync(maxTokens: 100)).Response;

        Assert.Equal(("length", null, 100), (cut.FinishReason, cut.Content, cut.Usage?.Completion));
        Assert.StartsWith(cut.Reasoning!, whole.Reasoning);
    }

    [Theory]
    [InlineData("nobody", "What is 2 + 3?", "model-not-found")]
    [InlineData("m", "long", "context-length")]
    public async Task GenerateAsync_CannotBeServed_RefusedAsServersDo(string model, string question, string reason)
    {
        await using var server = await ModelServer.StartAsync(Serve.Options with { MaxModelLength = 50 });
        var request = Make.Request(model, question is "long" ? new string('x', 201) : question);

        var refused = Assert.IsType<Refused>(await Make.Endpoint(server.Address).GenerateAsync(request, 0, Make.Patient, default));

        Assert.Equal(reason, refused.Rejection.Reason);
        Assert.Equal(0, server.Counts().Total.Tries);
    }

    [Theory]
    [InlineData("{\"model\":\"m\",\"messages\":[")]
    [InlineData("[]")]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"model":"m"}""")]
    [InlineData("""{"model":"m","messages":[],"max_tokens":0}""")]
    [InlineData("""{"model":"m","messages":[],"n":2}""")]
    [InlineData("""{"model":7,"messages":[]}""")]
    public async Task Post_NoRequest_BadRequestWithMessage(string body)
    {
        await using var server = await ModelServer.StartAsync(Serve.Options);

        var (status, answer) = await server.PostAsync("/v1/chat/completions", body);

        Assert.Equal(400, status);
        Assert.Contains("\"message\":\"", answer);
    }

    [Fact]
    public async Task GenerateAsync_LatencyAndPace_NotSoonerThanItsTokensAreDue()
    {
        var (time, start) = (new FakeTimeProvider(), TimeSpan.Zero);
        await using var server = await Serve.StartAsync(new() { Latency = TimeSpan.FromSeconds(5), TokensPerSecond = 10 }, time);
        var asking = server.AskAsync(maxTokens: 31);
        await Serve.UntilAsync(() => server.Counts().Running == 1);

        await Serve.UntilAsync(() => asking.IsCompleted, () =>
        {
            start += TimeSpan.FromMilliseconds(50);
            time.Advance(TimeSpan.FromMilliseconds(50));
        });

        Assert.Equal("length", Assert.IsType<Generated>(await asking).Response.FinishReason);
        Assert.True(start >= TimeSpan.FromSeconds(5 + 30 / 10.0), $"Done after {start}.");
    }
}
