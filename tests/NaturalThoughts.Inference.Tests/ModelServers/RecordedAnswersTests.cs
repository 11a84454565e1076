using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Tests.Support;
using NaturalThoughts.ModelServers;
using NaturalThoughts.ModelServers.Answers;
using NaturalThoughts.ModelServers.Protocol;

namespace NaturalThoughts.Inference.Tests.ModelServers;

public sealed class RecordedAnswersTests : IDisposable
{
    const string Rows = """
        {"question":"What is 2 + 3?","model":"m","reasoning":"\"Two\",\n 2 × 1 + 3 🙂","content":"5","usage":{"completion_tokens":17,"reasoning_tokens":9}}
        {"question":"What is 2 + 3?","model":"m","content":"five"}
        {"question":"Too long","model":"n","reasoning":"Well","finish_reason":"length"}
        """;

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GenerateAsync_RecordedQuestion_ItsResponseInTheFieldAsked()
    {
        await using var server = await StartAsync(Rows);

        var response = Assert.IsType<Generated>(await server.AskAsync()).Response;

        Assert.Equal(("\"Two\",\n 2 × 1 + 3 🙂", "5", "stop"), (response.Reasoning, response.Content, response.FinishReason));
        Assert.Equal((17, 9), (response.Usage?.Completion, response.Usage?.Reasoning));
        Assert.Equal(["m", "n"], (await Make.Endpoint(server.Address).DiscoverAsync(default)).Models.Select(model => model.Id));
        Assert.Contains("the answer is", Assert.IsType<Generated>(await server.AskAsync("Not recorded")).Response.Content);
    }

    [Fact]
    public async Task GenerateAsync_PacedTokenByToken_NoCharacterIsTorn()
    {
        // Three bytes a character and four a token: nearly every token ends within one.
        var text = string.Concat(Enumerable.Repeat("≈", 200));
        var time = new FakeTimeProvider();
        var row = $$"""{"question":"What is 2 + 3?","model":"m","content":"{{text}}"}""";
        await using var server = await StartAsync(row, new() { Settings = new() { TokensPerSecond = 1 } }, time);
        var asking = server.AskAsync();

        await Serve.UntilAsync(() => asking.IsCompleted, () => time.Advance(TimeSpan.FromSeconds(0.1)));

        Assert.Equal(text, Assert.IsType<Generated>(await asking).Response.Content);
    }

    [Theory]
    [InlineData(0, 0, "5")]
    [InlineData(0, 1, "five")]
    [InlineData(0, 2, "5")]
    [InlineData(-1, 0, "five")]
    public async Task GenerateAsync_Seed_ChoosesAmongTheResponses(long seed, int sample, string content)
    {
        await using var server = await StartAsync(Rows);
        var model = new ModelSpec { Name = "local", Model = "m", Seed = seed };
        var request = ModelRequest.Of(model, new Question { Text = "What is 2 + 3?", Id = default, Source = "test" });

        var generated = Assert.IsType<Generated>(await Make.Endpoint(server.Address).GenerateAsync(request, sample, Make.Patient, default));

        Assert.Equal(content, generated.Response.Content);
    }

    [Fact]
    public async Task GenerateAsync_QuestionWithinAPrompt_Found()
    {
        await using var server = await StartAsync(Rows, new() { Prompt = "Solve: {question} Think." });

        Assert.Equal("5", Assert.IsType<Generated>(await server.AskAsync("Solve: What is 2 + 3? Think.")).Response.Content);
        Assert.Equal("5", Assert.IsType<Generated>(await server.AskAsync("What is 2 + 3?")).Response.Content);
    }

    [Theory]
    [InlineData("""{"rows":[{"by":"m","text":"5"},{"by":"m"},{"by":"x","text":"6"}],"problem":{"q":"What is 2 + 3?"}}""")]
    [InlineData("""[{"rows":[{"by":"x","text":"6"},{"by":"m","text":"5"}],"problem":{"q":"What is 2 + 3?"}}, {"problem":{}}]""")]
    public async Task StartAsync_MappedRows_ResponsesOfTheirParts(string rows)
    {
        var map = RowMap.Parse("question=problem.q,content=text,model=by,each=rows").Value;
        await using var server = await ModelServer.StartAsync(new() { Recorded = [new(_folder.Write("rows.json", rows), map)] });

        Assert.Equal(2, server.Recorded);
        Assert.Equal("5", Assert.IsType<Generated>(await server.AskAsync()).Response.Content);
    }

    [Theory]
    [InlineData("\n{\"question\":\"q\",\"model\":\"m\"}", ":2: Not a recorded response: `content` and `reasoning` are both missing.")]
    [InlineData("\n{\"question", ":2: Not a recorded response: ")]
    [InlineData("[]", ": A JSON array holds no rows of a recorded endpoint.")]
    public async Task StartAsync_BrokenRow_SaysWhere(string rows, string message)
    {
        var path = _folder.Write("rows.jsonl", rows);
        var options = Serve.Options with { Recorded = [new(path)] };

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => ModelServer.StartAsync(options));

        Assert.StartsWith(path + message, failure.Message);
    }

    [Fact]
    public async Task StartAsync_NoModelAnywhere_Refused() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => ModelServer.StartAsync(new()));

    [Theory]
    [InlineData(ReasoningField.ReasoningContent)]
    [InlineData(ReasoningField.Think)]
    public async Task GenerateAsync_RealTraces_WordForWord(ReasoningField field)
    {
        var path = RealTraces();
        var map = RowMap.Parse("question=meta.original_question,reasoning=result.reasoning_trace,content=result.content").Value;
        await using var server = await ModelServer.StartAsync(Serve.Options with { ReasoningField = field, Recorded = [new(path, map)] });
        Assert.InRange(server.Recorded, 150, 200);

        foreach (var line in File.ReadLines(path).Take(20))
        {
            using var row = JsonDocument.Parse(line);
            if (!row.RootElement.GetProperty("result").TryGetProperty("reasoning_trace", out var trace)) continue;
            var question = row.RootElement.GetProperty("meta").GetProperty("original_question").GetString()!;
            var response = Assert.IsType<Generated>(await server.AskAsync(question)).Response;
            if (field is ReasoningField.ReasoningContent) Assert.Equal(trace.GetString(), response.Reasoning);
            else Assert.StartsWith($"<think>\n{trace.GetString()}\n</think>\n\n", response.Content);
        }
    }

    Task<ModelServer> StartAsync(string rows, ModelServerOptions? options = null, TimeProvider? time = null) =>
        ModelServer.StartAsync((options ?? new()) with { Recorded = [new(_folder.Write("rows.jsonl", rows))] }, time);

    static string RealTraces()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "NaturalThoughts.sln"))) continue;
            foreach (var shared in (string[])["../shared/data", "../../shared/data"])
            {
                var file = Path.Combine(folder.FullName, shared, "mmlu-pro-200", "kimi-k2-thinking.jsonl");
                if (File.Exists(file)) return file;
            }
        }

        Assert.Skip("The traces mmlu-pro-200/kimi-k2-thinking.jsonl are not in the shared data.");
        return "";
    }
}
