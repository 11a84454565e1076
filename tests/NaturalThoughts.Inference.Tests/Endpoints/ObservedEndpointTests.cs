using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using NaturalThoughts.Core.Telemetry;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Tests.Support;
using static NaturalThoughts.Inference.Tests.Support.ScriptedServer;

namespace NaturalThoughts.Inference.Tests.Endpoints;

public sealed class ObservedEndpointTests
{
    [Fact]
    public async Task GenerateAsync_Answered_IsTheSameAnswerAndSeen()
    {
        await using var server = await StartAsync(context => Sse(context, """
            data: {"choices":[{"delta":{"reasoning_content":"2 + 3 is 5","content":"5"},"finish_reason":"stop"}]}

            data: {"choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7}}

            data: [DONE]


            """));
        using var seen = new Seen("seen");
        using var endpoint = new ObservedEndpoint(Make.Endpoint(server));

        var generated = Assert.IsType<Generated>(await endpoint.GenerateAsync(Make.Request("seen"), 0, Make.Patient, default));

        Assert.Equal(("2 + 3 is 5", "5"), (generated.Response.Reasoning, generated.Response.Content));
        var span = Assert.Single(seen.Spans);
        Assert.Equal("chat seen", span.DisplayName);
        Assert.Equal((11, 7), (span.GetTagItem("gen_ai.usage.input_tokens"), span.GetTagItem("gen_ai.usage.output_tokens")));
        Assert.Equal(("127.0.0.1", ActivityStatusCode.Unset), (span.GetTagItem("server.address"), span.Status));
        Assert.Equal(new() { ["input"] = 11, ["output"] = 7 }, new Dictionary<string, double>(seen.Tokens));
        Assert.Single(seen.Durations);
    }

    [Fact]
    public async Task GenerateAsync_Refused_IsTheRefusalAndAFailedSpan()
    {
        await using var server = await StartAsync(context => Status(context, 503, """{"error":{"message":"full"}}"""));
        using var seen = new Seen("refused");
        using var endpoint = new ObservedEndpoint(Make.Endpoint(server));

        var refused = Assert.IsType<Refused>(await endpoint.GenerateAsync(Make.Request("refused"), 0, Make.Patient, default));

        Assert.Equal("http-503", refused.Rejection.Reason);
        var span = Assert.Single(seen.Spans);
        Assert.Equal((ActivityStatusCode.Error, "http-503"), (span.Status, span.GetTagItem("naturalthoughts.reason")));
        Assert.Single(seen.Durations);
        Assert.Empty(seen.Tokens);
    }

    [Fact]
    public async Task GenerateAsync_GivenUp_Throws()
    {
        var asked = new TaskCompletionSource();
        await using var server = await StartAsync(async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var endpoint = new ObservedEndpoint(Make.Endpoint(server));
        using var cancellation = new CancellationTokenSource();

        var generating = endpoint.GenerateAsync(Make.Request(), 0, Make.Patient, cancellation.Token);
        await asked.Task;
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generating);
    }

    // What is seen of one model: others are tested meanwhile.
    sealed class Seen : IDisposable
    {
        readonly ActivityListener _spans;
        readonly MeterListener _numbers = new();

        public Seen(string model)
        {
            _spans = new()
            {
                ShouldListenTo = source => source.Name == Observed.Name,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = span =>
                {
                    if (Equals(span.GetTagItem("gen_ai.request.model"), model)) Spans.Add(span);
                },
            };
            ActivitySource.AddActivityListener(_spans);
            _numbers.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Observed.Name && instrument.Name.StartsWith("gen_ai.", StringComparison.Ordinal))
                    listener.EnableMeasurementEvents(instrument);
            };
            _numbers.SetMeasurementEventCallback<double>((_, value, tags, _) => Note("", value, tags));
            _numbers.SetMeasurementEventCallback<int>((_, value, tags, _) => Note("gen_ai.token.type", value, tags));
            _numbers.SetMeasurementEventCallback<long>((_, value, tags, _) => Note("gen_ai.token.type", value, tags));
            _numbers.Start();

            void Note(string kind, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
            {
                var known = tags.ToArray().ToDictionary();
                if (!Equals(known.GetValueOrDefault("gen_ai.request.model"), model)) return;
                if (kind.Length == 0) Durations.Add(value);
                else Tokens[(string)known[kind]!] = value;
            }
        }

        public ConcurrentBag<Activity> Spans { get; } = [];

        public ConcurrentBag<double> Durations { get; } = [];

        public ConcurrentDictionary<string, double> Tokens { get; } = [];

        public void Dispose()
        {
            _spans.Dispose();
            _numbers.Dispose();
        }
    }
}
