using System.Collections.Immutable;
using System.Net;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Server.Configuration;

/// <summary>What <c>serve</c> was told, checked.</summary>
public sealed record ServeSettings
{
    /// <summary>The folder of runs; absolute.</summary>
    public required string Root { get; init; }

    /// <summary>The folder from which relative paths start.</summary>
    public required string Folder { get; init; }

    /// <summary>Which cluster the silo belongs to.</summary>
    public required ClusterSettings Cluster { get; init; }

    /// <summary>Where the cluster's members find each other; null: this silo is alone.</summary>
    public RedisSettings? Redis { get; init; }

    /// <summary>Where other silos reach this one.</summary>
    public required SiloSettings Silo { get; init; }

    /// <summary>The models beside this silo; empty: it serves none.</summary>
    public EndpointsSpec Inference { get; init; } = new();

    /// <summary>The HTTP interface.</summary>
    public required HttpSettings Http { get; init; }

    /// <summary>Absolute paths of files that the server is configured by, or writes down what people do: none of them is anybody's data.
    /// </summary>
    public ImmutableArray<string> OwnFiles { get; init; } = [];

    /// <summary>How long responses under way may go on once the silo is to leave.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>What it tells about itself, and whom.</summary>
    public TelemetrySettings Telemetry { get; init; } = new();
}

/// <summary>The names of a cluster.</summary>
/// <param name="Id">Silos with the same one form a cluster.</param>
/// <param name="Service">The service; the same over deployments.</param>
public sealed record ClusterSettings(string Id, string Service);

/// <summary>Where other silos reach this one.</summary>
/// <param name="Port">For silos; 0: a free one.</param>
/// <param name="GatewayPort">For clients; 0: a free one.</param>
/// <param name="Address">The advertised address; null: the first that is not loopback.</param>
public sealed record SiloSettings(int Port, int GatewayPort, IPAddress? Address);
