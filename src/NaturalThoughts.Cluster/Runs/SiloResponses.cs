using NaturalThoughts.Cluster.Silos;
using NaturalThoughts.Cluster.Traces;
using NaturalThoughts.Inference.Endpoints;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>What all model pools of a silo share: the connections, and whether responses may be begun.</summary>
public sealed class SiloResponses(SiloStanding standing) : IDisposable
{
    /// <summary>Sends for all endpoints.</summary>
    public HttpClient Http { get; } = HttpEndpoint.CreateClient();

    /// <summary>What this silo's models said that is not durable yet.</summary>
    internal UncommittedResponses Uncommitted { get; } = new();

    /// <summary>Whether what is begun now can be kept, and is not others' work.</summary>
    internal bool MayBegin() => Uncommitted.HasRoom && standing.MayBegin;

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();
}
