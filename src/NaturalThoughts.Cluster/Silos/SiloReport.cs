using System.Collections.Immutable;
using NaturalThoughts.Inference.Pool;

namespace NaturalThoughts.Cluster.Silos;

/// <summary>A silo as it sees itself.</summary>
[GenerateSerializer, Immutable, Alias("nt.SiloReport")]
public sealed record SiloReport
{
    /// <summary>The program's version.</summary>
    [Id(0)] public required string Version { get; init; }

    /// <summary>Whether it may begin responses now.</summary>
    [Id(1)] public required bool MayBegin { get; init; }

    /// <summary>The endpoints it asks.</summary>
    [Id(2)] public required ImmutableArray<SiloEndpoint> Endpoints { get; init; }

    /// <summary>The models it serves or waits for.</summary>
    [Id(3)] public required ImmutableArray<SiloModel> Models { get; init; }

    /// <summary>What a pool's snapshot says, for a run or for all.</summary>
    internal static IEnumerable<SiloEndpoint> EndpointsOf(string? run, PoolSnapshot pool) => pool.Endpoints.Select(endpoint =>
        new SiloEndpoint
        {
            Run = run, Name = endpoint.Name, State = SiloEndpoint.NameOf(endpoint.State),
            Models = [.. endpoint.Models.Select(model => model.Id)], InFlight = endpoint.InFlight, Slots = endpoint.Slots,
            Since = endpoint.Since, Until = endpoint.Until, Reason = endpoint.Reason?.Reason, Detail = endpoint.Reason?.Detail,
        });

    /// <inheritdoc cref="EndpointsOf"/>
    internal static IEnumerable<SiloModel> ModelsOf(string? run, PoolSnapshot pool) => pool.Models.Select(model =>
        new SiloModel(run, model.Model, model.ServedBy.Length, model.Slots, model.InFlight, model.Waiting));
}

/// <summary>An endpoint that a silo asks.</summary>
[GenerateSerializer, Immutable, Alias("nt.SiloEndpoint")]
public sealed record SiloEndpoint
{
    /// <summary>The run whose spec names it; null: it is asked for every run.</summary>
    [Id(0)] public string? Run { get; init; }

    /// <summary>Its address.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>What it is up to: unknown, healthy, ontrial, paused or quarantined.</summary>
    [Id(2)] public required string State { get; init; }

    /// <summary>Whether it is up to that.</summary>
    public bool Is(EndpointState state) => State == NameOf(state);

    internal static string NameOf(EndpointState state) => state.ToString().ToLowerInvariant();

    /// <summary>The models it said it serves.</summary>
    [Id(3)] public required ImmutableArray<string> Models { get; init; }

    /// <summary>Requests in flight.</summary>
    [Id(4)] public required int InFlight { get; init; }

    /// <summary>How many it takes now.</summary>
    [Id(5)] public required int Slots { get; init; }

    /// <summary>Since when it is quarantined.</summary>
    [Id(6)] public DateTimeOffset? Since { get; init; }

    /// <summary>When it is probed next, or how long it is paused.</summary>
    [Id(7)] public DateTimeOffset? Until { get; init; }

    /// <summary>Why, in kebab case.</summary>
    [Id(8)] public string? Reason { get; init; }

    /// <summary>Why, in a sentence.</summary>
    [Id(9)] public string? Detail { get; init; }
}

/// <summary>A model at a silo.</summary>
/// <param name="Run">The run it is asked for; null: every one.</param>
/// <param name="Model">The name servers know it by.</param>
/// <param name="ServedBy">How many endpoints serve it.</param>
/// <param name="Slots">Requests that they take now.</param>
/// <param name="InFlight">Requests for it in flight.</param>
/// <param name="Waiting">Requests for it that wait for a place.</param>
[GenerateSerializer, Immutable, Alias("nt.SiloModel")]
public sealed record SiloModel(
    [property: Id(0)] string? Run,
    [property: Id(1)] string Model,
    [property: Id(2)] int ServedBy,
    [property: Id(3)] int Slots,
    [property: Id(4)] int InFlight,
    [property: Id(5)] int Waiting);
