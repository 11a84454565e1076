using System.Collections.Immutable;

namespace NaturalThoughts.Inference.Pool;

public sealed partial class ModelPool
{
    /// <summary>How busy each endpoint is.</summary>
    internal ImmutableArray<EndpointLoad> Loads()
    {
        lock (_gate)
        {
            return [.. _endpoints.Select(endpoint => new EndpointLoad(
                endpoint.Endpoint.Name, endpoint.State, endpoint.InFlight, endpoint.Capacity))];
        }
    }

    /// <summary>Where and for which models reasoning could come empty: how often it did in a row, 0 where that is no alarm yet.</summary>
    internal ImmutableArray<(string Endpoint, string Model, int Alarm)> WithoutReasoning()
    {
        lock (_gate)
        {
            return
            [
                .. from endpoint in _endpoints
                   from counted in endpoint.WithoutReasoningByModel
                   select (endpoint.Endpoint.Name, counted.Key, counted.Value >= _options.EmptyReasoningAlarm ? counted.Value : 0),
            ];
        }
    }
}

/// <summary>How busy an endpoint is.</summary>
/// <param name="Endpoint">Its address.</param>
/// <param name="State">What it is up to.</param>
/// <param name="InFlight">Requests in flight.</param>
/// <param name="Slots">How many it takes now.</param>
readonly record struct EndpointLoad(string Endpoint, EndpointState State, int InFlight, int Slots);
