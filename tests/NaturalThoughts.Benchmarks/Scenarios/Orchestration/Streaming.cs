using System.Net.ServerSentEvents;
using System.Text.Json;
using NaturalThoughts.Benchmarks.Measuring;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Benchmarks.Scenarios.Orchestration;

/// <summary>256 responses of 8,000 tokens at once, an event each: as the product reads them into texts, with reasoning, usage, finish
/// reason and silence deadline, beside framing the events and reading each one's JSON to its end, of which nothing is kept.</summary>
sealed class Streaming : IScenario
{
    const int AtOnce = 256;
    static readonly ModelSpec Model = new() { Name = "t", Model = "teach" };
    static readonly Question Question = new() { Text = "What is 2 times 9?", Source = "questions", Id = QuestionId.Of("What is 2 times 9?") };

    /// <inheritdoc/>
    public string Name => "streaming";

    /// <inheritdoc/>
    public string About => "CPU of reading 256 parallel responses of 8,000 tokens, an event each, beside SSE framing and JSON reading";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Row>> MeasureAsync(Effort effort)
    {
        await using var server = await AnswerServer.StartAsync(TimeSpan.Zero, Answers.Of8000Tokens);
        using var http = HttpEndpoint.CreateClient();
        using var endpoint = new ObservedEndpoint(new HttpEndpoint(
            http, EndpointAddress.Parse($"{server.Address}/v1", Name).Value!, key: null, TimeProvider.System));
        var bare = new BareLoop(server.Address, ReadAsync);
        var expected = Answers.Of8000Tokens.Reasonings().ToHashSet();
        var request = ModelRequest.Of(Model, Question);
        var count = effort.Of(AtOnce);
        var pairs = await Pair.TakeAsync(effort.Pairs, () => CpuAsync(OursAsync), () => CpuAsync(() => bare.AskAsync(count)));
        var tokens = count * (Answers.Of8000Tokens.Chars / 4);
        return
        [
            Row.Of("CPU of 256 parallel streams of 8,000 tokens", "SSE framing, JSON of each event", pairs, new("CPU ≤ 2 times", 0.5),
                seconds => $"{seconds * 1e6 / tokens:0.00} µs a token"),
        ];

        Task OursAsync() => Task.WhenAll(Enumerable.Range(0, count).Select(sample => Task.Run(async () =>
        {
            var generation = await endpoint.GenerateAsync(request, sample, TimeSpan.FromMinutes(5), default);
            if (generation is not Generated { Response: { FinishReason: "stop", Reasoning: { } said } } || !expected.Contains(said))
                throw new InvalidOperationException($"Something else was said: {generation}");
        })));
    }

    static async Task<double> CpuAsync(Func<Task> work)
    {
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        await work();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    static async Task ReadAsync(Stream body, long number)
    {
        await foreach (var item in SseParser.Create(body, (_, data) => Read(data)).EnumerateAsync())
            if (item.Data == 0) return;
    }

    // 0: that was [DONE].
    static int Read(ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8)) return 0;
        var reader = new Utf8JsonReader(data);
        var tokens = 0;
        while (reader.Read()) tokens++;
        return tokens;
    }
}
