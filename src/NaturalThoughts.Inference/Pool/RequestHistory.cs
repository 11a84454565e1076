using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Inference.Pool;

/// <summary>What a request has been through: where it failed, how often, since when, and what that took.</summary>
/// <remarks>Not thread-safe: the pool's lock guards it.</remarks>
sealed class RequestHistory(PoolRequest request, Displaced before)
{
    readonly HashSet<PooledEndpoint> _tried = [];

    public PoolRequest Request { get; } = request;

    /// <summary>Requests in flight at its endpoint when it was begun there, itself included.</summary>
    public int Begun { get; set; }

    /// <summary>Attempts that failed.</summary>
    public int Attempts { get; private set; } = before.Attempts;

    /// <summary>Tokens of failed tries.</summary>
    public long Uncounted { get; private set; } = before.Uncounted;

    /// <summary>As much of it as another pool is to know.</summary>
    public Displaced Displaced => new(Attempts) { Uncounted = Uncounted };

    /// <summary>When the first attempt failed; null while none has.</summary>
    public DateTimeOffset? FirstFailed { get; private set; }

    /// <summary>Whether it failed there, so that it is tried there last.</summary>
    public bool Tried(PooledEndpoint endpoint) => _tried.Contains(endpoint);

    public void Failed(PooledEndpoint endpoint, Refused refused, DateTimeOffset now)
    {
        Uncounted += refused.Uncounted;
        // Too much load is no failure: it may come back to the same place.
        if (refused.Blame is Blame.Load) return;
        _tried.Add(endpoint);
        // Where nobody was reached nobody judged the request: it waits for a better time without losing an attempt.
        if (refused.Blame is Blame.Unreachable || refused.Rejection.Reason is Refusals.WrongTask) return;
        Attempts++;
        FirstFailed ??= now;
    }
}
