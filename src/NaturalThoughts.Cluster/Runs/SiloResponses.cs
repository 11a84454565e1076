using NaturalThoughts.Cluster.Traces;
using NaturalThoughts.Inference.Endpoints;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>What all model pools of a silo share: the connections, and the bound on responses that are not durable yet.</summary>
public sealed class SiloResponses : IDisposable
{
    /// <summary>Sends for all endpoints.</summary>
    public HttpClient Http { get; } = HttpEndpoint.CreateClient();

    /// <summary>What this silo's models said that is not durable yet.</summary>
    internal UncommittedResponses Uncommitted { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();
}
