using NaturalThoughts.Core.Requests;
using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Inference.Pool;

/// <summary>What a request has been through: where it failed, how often, and since when.</summary>
/// <remarks>Not thread-safe: the pool's lock guards it.</remarks>
sealed class RequestHistory(ModelRequest request, int attempts = 0)
{
    readonly HashSet<PooledEndpoint> _tried = [];

    public ModelRequest Request { get; } = request;

    /// <summary>Attempts that failed.</summary>
    public int Attempts { get; private set; } = attempts;

    /// <summary>When the first attempt failed; null while none has.</summary>
    public DateTimeOffset? FirstFailed { get; private set; }

    /// <summary>Whether it failed there, so that it is tried there last.</summary>
    public bool Tried(PooledEndpoint endpoint) => _tried.Contains(endpoint);

    public void Failed(PooledEndpoint endpoint, Refused refused, DateTimeOffset now)
    {
        // Too much load is no failure: it may come back to the same place.
        if (refused.Blame is Blame.Load) return;
        _tried.Add(endpoint);
        // Where nobody was reached nobody judged the request: it waits for a better time without losing an attempt.
        if (refused.Blame is Blame.Unreachable) return;
        Attempts++;
        FirstFailed ??= now;
    }
}
