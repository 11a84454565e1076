using System.Diagnostics.Metrics;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Telemetry;
using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Inference.Pool;

/// <summary>What is told about endpoints.</summary>
static class PoolInstruments
{
    static readonly (EndpointState State, string Name)[] States =
        [.. Enum.GetValues<EndpointState>().Select(state => (state, state.ToString().ToLowerInvariant()))];

    static readonly Histogram<double> FirstToken = Observed.Meter.CreateHistogram(
        "naturalthoughts.time_to_first_token", "s", "From sending a request to the first text of its response.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120],
        });

    static readonly Counter<long> Failed = Observed.Meter.CreateCounter<long>(
        "naturalthoughts.requests.failed", "{request}", "Requests to an endpoint that gave no response; each is asked again or given up.");

    static PoolInstruments()
    {
        Gauge("slots.used", "{slot}", "Requests in flight at an endpoint.", loads => [new(loads.Sum(load => load.InFlight), Tag(loads))]);
        Gauge("slots.limit", "{slot}", "Requests that an endpoint gets at once now.",
            loads => [new(loads.Sum(load => load.Slots), Tag(loads))]);
        Gauge("state", null, "1 for the state an endpoint is in, 0 for the others.", loads => States.Select(known => new Measurement<long>(
            loads.Any(load => load.State == known.State) ? 1 : 0, Tag(loads), new("state", known.Name))));
        Observed.Meter.CreateObservableGauge(
            "naturalthoughts.endpoint.empty_reasoning", EmptyReasoning, "{response}",
            "Teacher's responses in a row without any reasoning, once they are so many that it is an alarm; else 0.");
    }

    /// <summary>The pools at work here.</summary>
    public static LiveSources<ModelPool> Pools { get; } = new();

    /// <summary>An endpoint was asked.</summary>
    /// <param name="endpoint">Its address.</param>
    /// <param name="line">The line the request waited in.</param>
    /// <param name="generation">What came of it.</param>
    public static void Asked(string endpoint, string line, Generation generation)
    {
        var model = EmbeddingRequest.ModelOf(line);
        if (generation is Generated generated)
            FirstToken.Record(generated.Timings.FirstToken.TotalSeconds, new("model", model), new("endpoint", endpoint));
        else if (generation is Refused refused)
            Failed.Add(1, new("model", model), new("endpoint", endpoint), new("reason", refused.Rejection.Reason));
    }

    // Several runs may name an endpoint in their specs; each has a pool of its own.
    static void Gauge(
        string name, string? unit, string description, Func<IGrouping<string, EndpointLoad>, IEnumerable<Measurement<long>>> tell) =>
        Observed.Meter.CreateObservableGauge(
            $"naturalthoughts.endpoint.{name}",
            () => Pools.All.SelectMany(pool => pool.Loads()).GroupBy(load => load.Endpoint).SelectMany(tell), unit, description);

    static IEnumerable<Measurement<long>> EmptyReasoning() => Pools.All.SelectMany(pool => pool.WithoutReasoning())
        .GroupBy(counted => (counted.Endpoint, counted.Model))
        .Select(counts => new Measurement<long>(
            counts.Max(counted => counted.Alarm), new("endpoint", counts.Key.Endpoint), new("model", counts.Key.Model)));

    static KeyValuePair<string, object?> Tag(IGrouping<string, EndpointLoad> loads) => new("endpoint", loads.Key);
}
