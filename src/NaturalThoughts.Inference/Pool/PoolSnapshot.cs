using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Inference.Endpoints;

namespace NaturalThoughts.Inference.Pool;

/// <summary>A pool at one moment.</summary>
/// <param name="Endpoints">All endpoints, in the order of the spec.</param>
/// <param name="Models">All models that are served, or waited for, by name.</param>
public sealed record PoolSnapshot(ImmutableArray<EndpointStatus> Endpoints, ImmutableArray<ModelAvailability> Models)
{
    /// <summary>A model; nobody serves one that is not listed.</summary>
    public ModelAvailability Model(string name) => Models.FirstOrDefault(model => model.Model == name) ?? new(name, [], [], 0, 0, 0, []);
}

/// <summary>What an endpoint is up to.</summary>
public enum EndpointState
{
    /// <summary>Not heard from yet.</summary>
    Unknown,

    /// <summary>Takes requests.</summary>
    Healthy,

    /// <summary>Back from quarantine: takes one request at a time until one succeeds.</summary>
    OnTrial,

    /// <summary>Asked to be left alone for a while (429).</summary>
    Paused,

    /// <summary>Gets no requests until a probe succeeds.</summary>
    Quarantined,
}

/// <summary>One endpoint at one moment.</summary>
/// <param name="Name">Its address.</param>
/// <param name="State">What it is up to.</param>
/// <param name="Models">What it said it serves.</param>
/// <param name="InFlight">Requests in flight.</param>
/// <param name="Slots">How many it takes now.</param>
/// <param name="Since">Since when it is quarantined.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">When it is probed next, or how long it is paused.</param>
public sealed record EndpointStatus(
    string Name,
    EndpointState State,
    ImmutableArray<ServedModel> Models,
    int InFlight,
    int Slots,
    DateTimeOffset? Since,
    Rejection? Reason,
    DateTimeOffset? Until);

/// <summary>Who serves a model, and how much of it.</summary>
/// <param name="Model">The name servers know it by.</param>
/// <param name="ServedBy">Endpoints that serve it and take requests, now or after a pause.</param>
/// <param name="Quarantined">Endpoints that served it and are quarantined.</param>
/// <param name="Slots">Requests that those who serve it take now, whatever the model.</param>
/// <param name="InFlight">Requests for it in flight.</param>
/// <param name="Waiting">Requests for it that wait for a place.</param>
/// <param name="EmptyReasoning">Where its reasoning comes back empty.</param>
public sealed record ModelAvailability(
    string Model,
    ImmutableArray<string> ServedBy,
    ImmutableArray<string> Quarantined,
    int Slots,
    int InFlight,
    int Waiting,
    ImmutableArray<EmptyReasoning> EmptyReasoning)
{
    /// <summary>Whether anyone serves it.</summary>
    public bool Served => !ServedBy.IsEmpty;
}

/// <summary>An alarm: a teacher's reasoning comes back empty, in fields as in <c>&lt;think&gt;</c> tags.</summary>
/// <param name="Endpoint">Where.</param>
/// <param name="InARow">How many times in a row.</param>
public sealed record EmptyReasoning(string Endpoint, int InARow);
