using System.Diagnostics;
using System.Text.Json;
using NaturalThoughts.ModelServers;
using NaturalThoughts.Server.Tests.Support;
using NaturalThoughts.Server.Tests.Telemetry.Otlp;

namespace NaturalThoughts.Server.Tests.Telemetry;

public sealed class OtlpTests
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Question_ShardAndModelOnDifferentSilos_OneTraceToTheModelAndBack()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var reached = new List<string>();
        using var model = ListenForRequests(reached);
        var server = new ModelServerOptions
        {
            Models = ["teach"], ReasoningTokens = new(50, 400), Settings = new() { Latency = TimeSpan.FromMilliseconds(50), Slots = 8 },
        };
        await using var trial = await ClusterTrial.StartAsync(
            [server, server], silos: 2, $"Telemetry:Otlp={receiver.Address}", "Telemetry:Questions=1", "Telemetry:LogFormat=json",
            $"Telemetry:HeadersFile={await HeadersAsync()}");
        await trial.WriteAsync("questions.jsonl", Trial.Questions(60));
        using var curate = trial.Command(0, "curate", await trial.WriteAsync("spec.yaml", Trial.Spec(trial.Run, "selections: [{name: all}]")));
        await trial.UntilAsync(seen => seen.Phase == "done", Longest);

        using var patience = new CancellationTokenSource(Longest);
        while (Crossing(receiver) is null || receiver.Metrics.Count < 20 || receiver.Lines.IsEmpty || !Named(receiver, "curate").Any())
            await Task.Delay(100, patience.Token);

        var crossing = Crossing(receiver)!;
        var (root, spans) = (crossing.Single(sent => sent.Span.Name == "question").Span, crossing.ToDictionary(sent => sent.Span.SpanId));
        Assert.All(crossing, sent => Assert.True(sent.Span == root || spans.ContainsKey(sent.Span.ParentSpanId)));
        Assert.Equal(Named(receiver, "curate").Single().Span.TraceId, Assert.Single(root.Links).TraceId);
        Assert.Contains(Convert.ToHexStringLower(root.TraceId.Span), reached);
        foreach (var name in (string[])["gen_ai.client.operation.duration", "gen_ai.client.token.usage", "naturalthoughts.silos", "orleans-app-requests-latency"])
            Assert.True(receiver.Metrics.ContainsKey(name), $"{name} is not among {string.Join(", ", receiver.Metrics.Keys.Order())}");
        Assert.Equal(["a-key of tests"], receiver.Keys.Keys);
        // Neither texts nor what they are asked with.
        foreach (var (_, span) in receiver.Spans)
            Assert.All(span.Attributes, attribute => Assert.DoesNotContain("and why?", attribute.Value.Text, StringComparison.Ordinal));
        Assert.All(receiver.Lines, line => Assert.DoesNotContain("and why?", line.Body.Text, StringComparison.Ordinal));
        Assert.Contains(receiver.Lines, line => !line.TraceId.IsEmpty);
        Assert.Contains(trial.Silos[0].Said.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonElement.Parse(line)),
            line => line.GetProperty("Scopes").EnumerateArray().Any(scope => scope.TryGetProperty("TraceId", out _)));
        // What belongs to nothing begins no trace.
        Assert.All(receiver.Spans.Where(sent => sent.Span.ParentSpanId.IsEmpty),
            sent => Assert.Contains(sent.Span.Name, (string[])["question", "curate", "POST /api/v1/runs"]));

        async Task<string> HeadersAsync()
        {
            var file = Path.GetTempFileName();
            await File.WriteAllTextAsync(file, "# Of tests.\nx-key=a-key of tests\n");
            return file;
        }
    }

    // A question whose shard lives on one silo and whose model was asked by another: all its spans, once they have come.
    static List<(string Silo, Span Span)>? Crossing(OtlpReceiver receiver) => receiver.Spans.GroupBy(sent => sent.Span.TraceId)
        .Select(trace => trace.ToList())
        .FirstOrDefault(trace =>
            SiloOf(trace, "question") is { } shard && SiloOf(trace, "chat teach") is { } asker && shard != asker
            && trace.Any(sent => sent.Span.Name == "commit" && sent.Silo == shard)
            && trace.All(sent => sent.Span.Name == "question" || trace.Any(other => other.Span.SpanId == sent.Span.ParentSpanId)));

    static string? SiloOf(List<(string Silo, Span Span)> trace, string name) =>
        trace.Where(sent => sent.Span.Name == name).Select(sent => sent.Silo).FirstOrDefault();

    static IEnumerable<(string Silo, Span Span)> Named(OtlpReceiver receiver, string name) =>
        receiver.Spans.Where(sent => sent.Span.Name == name);

    // The model servers run in this process: what traces they are told to be part of.
    static ActivityListener ListenForRequests(List<string> traces)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            ActivityStarted = activity =>
            {
                lock (traces) traces.Add(activity.TraceId.ToHexString());
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
