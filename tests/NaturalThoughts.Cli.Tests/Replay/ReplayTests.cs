using System.Net;
using System.Text;
using System.Text.Json;
using NaturalThoughts.Cli.Replay;
using NaturalThoughts.Cli.Tests.Docs;
using NaturalThoughts.Inference.Recorded;

namespace NaturalThoughts.Cli.Tests.Replay;

[Collection(nameof(CommandTests))]
public sealed class ReplayTests : IAsyncDisposable
{
    const string Rows = """
        {"question": "Why?", "model": "r1", "reasoning": "Because of 🦊 that follow each other about.", "content": "So.", "usage": {"prompt_tokens": 3, "completion_tokens": 9, "reasoning_tokens": 7}}
        {"question": "Why?", "model": "r1", "content": "Another."}
        {"question": "Why?", "model": "r1", "rubric": "domain", "content": "A judgement."}
        """;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-replay-");
    readonly HttpClient _http = new();
    readonly List<IAsyncDisposable> _open = [];

    [Fact]
    public async Task Stream_OfARecordedResponse_PutTogetherIsItself()
    {
        const string Streamed = """ "seed": 0, "stream": true, "stream_options": {"include_usage": true} """;
        var events = (await AskAsync(await StartAsync(), "Why?", Streamed)).Said
            .Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(one => one["data: ".Length..]).ToList();
        var chunks = events[..^1].ConvertAll(one => JsonDocument.Parse(one).RootElement);
        string Text(string name) => string.Concat(chunks.Where(chunk => chunk.GetProperty("choices").GetArrayLength() > 0)
            .Select(chunk => chunk.GetProperty("choices")[0].GetProperty("delta"))
            .Select(delta => delta.TryGetProperty(name, out var text) ? text.GetString() : ""));

        Assert.Equal("[DONE]", events[^1]);
        Assert.Equal(("Because of 🦊 that follow each other about.", "So."), (Text("reasoning_content"), Text("content")));
        Assert.Equal("stop", chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(9, chunks[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Samples_WithSeeds_AreThoseOfTheirNumbers_WithoutAreInTurn()
    {
        var url = await StartAsync();
        var seeded = new List<string>();
        foreach (var seed in (int[])[7, 8, 7]) seeded.Add(Content((await AskAsync(url, "Why?", $"\"seed\": {seed}")).Said));
        var inTurn = new List<string>();
        for (var turn = 0; turn < 3; turn++) inTurn.Add(Content((await AskAsync(url, " Why? ", "\"n\": 1")).Said));

        Assert.Equal(["Another.", "So.", "Another."], seeded);
        Assert.Equal(["So.", "Another.", "So."], inTurn);
    }

    [Fact]
    public async Task Prompt_AroundTheQuestion_IsTakenAway() =>
        Assert.Equal("So.", Content((await AskAsync(await StartAsync(prompt: "Q: {question} A:"), "Q: Why? A:", "\"seed\": 0")).Said));

    [Theory]
    [InlineData("Who?", "r1", 422, "holds no response")]
    [InlineData("Why?", "r2", 404, "does not exist")]
    public async Task Request_ThatIsNotStored_IsRefusedWithTheReason(string question, string model, int status, string reason)
    {
        var (refused, said) = await AskAsync(await StartAsync(), question, "\"seed\": 0", model);

        Assert.Equal((HttpStatusCode)status, refused);
        Assert.Contains(reason, JsonDocument.Parse(said).RootElement.GetProperty("error").GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"model\": \"r1\"}")]
    [InlineData("{\"model\": \"r1\", \"messages\": [1]}")]
    [InlineData("{\"model\": \"r1\", \"messages\": [{\"role\": \"user\", \"content\": [1]}]}")]
    public async Task Request_ThatIsNone_IsRefused(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(await StartAsync(), body)).Status);

    [Fact]
    public async Task Run_ThatAsksIt_ComesToItsDatasets()
    {
        var samples = Path.Combine(Document.Root, "samples");
        var url = await StartAsync(Path.Combine(samples, "responses.jsonl"));

        var outcome = await Outcome.OfAsync(
            "curate", Path.Combine(samples, "served.yaml"), "--endpoint", $"{url}/v1", "--root", Path.Combine(_folder.FullName, "runs"));

        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "runs", "served", "datasets", "mixed", "manifest.json")));
    }

    [Fact]
    public async Task Replay_WhatCannotBeServed_IsExitCode2()
    {
        var file = Write("{\"question\": \"Why?\"}");

        (await Outcome.OfAsync("replay", file)).Refuses(2, "Not a recorded response");
        (await Outcome.OfAsync("replay", Write(Rows), "--prompt", "Why?")).Refuses(2, "--prompt", "a place for the question");
        (await Outcome.OfAsync("replay", Write(Rows), "--urls", "here")).Refuses(2, "--urls");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var open in _open) await open.DisposeAsync();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    static string Content(string said) =>
        JsonDocument.Parse(said).RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;

    string Write(string rows)
    {
        var path = Path.Combine(_folder.FullName, "responses.jsonl");
        File.WriteAllText(path, rows);
        return path;
    }

    async Task<string> StartAsync(string? file = null, string prompt = ReplayRequest.Placeholder)
    {
        var opened = RecordedFile.Open(file ?? Write(Rows), "responses.jsonl");
        Assert.True(opened.Ok, string.Join('\n', opened.Problems));
        var app = ReplayServer.Build(opened.Value, "http://127.0.0.1:0", prompt, rate: 0, TimeProvider.System);
        _open.Add(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app.Urls.Single();
    }

    Task<(HttpStatusCode Status, string Said)> AskAsync(string url, string question, string more, string model = "r1") => PostAsync(
        url, $$"""
        {"model": "{{model}}", "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "{{question}}"}], {{more}}}
        """);

    async Task<(HttpStatusCode Status, string Said)> PostAsync(string url, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync($"{url}/v1/chat/completions", content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
