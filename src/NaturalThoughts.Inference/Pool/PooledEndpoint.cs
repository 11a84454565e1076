using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Inference.Pool;

/// <summary>An endpoint and all that the pool knows about it.</summary>
/// <remarks>Not thread-safe: the pool's lock guards it.</remarks>
sealed class PooledEndpoint(IModelEndpoint endpoint, int? slots, PoolOptions options, TimeProvider time)
{
    readonly Dictionary<string, int> _inFlight = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> _withoutReasoning = new(StringComparer.Ordinal);
    readonly UInt128 _spread = Digest.Of(endpoint.Name).Value;
    // Lines of models that it serves for something else.
    readonly HashSet<string> _unable = new(StringComparer.Ordinal);
    // Different requests that failed since it last answered one.
    readonly HashSet<Digest> _failing = [];
    bool _known;
    bool _onTrial;
    int _unreached;
    DateTimeOffset _lastSuccess = DateTimeOffset.MinValue;
    int _quarantines;
    int _throttles;
    DateTimeOffset _pausedUntil;

    public IModelEndpoint Endpoint { get; } = endpoint;

    public AdaptiveLimit Limit { get; } = new(options, time, slots);

    public int? GivenSlots { get; } = slots;

    public ImmutableArray<ServedModel> Models { get; private set; } = [];

    public int InFlight { get; private set; }

    public Rejection? QuarantinedFor { get; private set; }

    public DateTimeOffset? QuarantinedSince { get; private set; }

    /// <summary>When to ask it next what it serves; for a quarantined one that is the probe.</summary>
    public DateTimeOffset NextDiscovery { get; private set; } = DateTimeOffset.MinValue;

    public bool Discovering { get; set; }

    public int Capacity => _onTrial ? 1 : Limit.Current;

    public EndpointState State =>
        QuarantinedFor is not null ? EndpointState.Quarantined
        : !_known ? EndpointState.Unknown
        : time.GetUtcNow() < _pausedUntil ? EndpointState.Paused
        : _onTrial ? EndpointState.OnTrial
        : EndpointState.Healthy;

    public bool TakesRequests => State is EndpointState.Healthy or EndpointState.OnTrial;

    public bool Serves(string line)
    {
        var model = EmbeddingRequest.ModelOf(line);
        return !_unable.Contains(line) && Models.Any(served => served.Id == model);
    }

    public int InFlightOf(string model) => _inFlight.GetValueOrDefault(model);

    public IReadOnlyDictionary<string, int> WithoutReasoningByModel => _withoutReasoning;

    public int WithoutReasoning(string model) => _withoutReasoning.GetValueOrDefault(model);

    public EndpointStatus Status => new(
        Endpoint.Name, State, Models, InFlight, Capacity, QuarantinedSince, QuarantinedFor,
        State switch { EndpointState.Quarantined => NextDiscovery, EndpointState.Paused => _pausedUntil, _ => null });

    /// <summary>A request takes a place.</summary>
    /// <returns>Requests in flight then.</returns>
    public int Take(string model)
    {
        InFlight++;
        _inFlight[model] = InFlightOf(model) + 1;
        Limit.Taken(InFlight);
        return InFlight;
    }

    public void Release(string model)
    {
        InFlight--;
        _inFlight[model] = InFlightOf(model) - 1;
    }

    /// <summary>It said what it serves, or failed to.</summary>
    public void Discovered(Discovery discovery)
    {
        Discovering = false;
        if (discovery.Failure is { } failure)
        {
            if (QuarantinedFor is not null || !_known) Quarantine(failure.Rejection, longer: true);
            else if (failure.Blame is Blame.Load or Blame.Access) Failed(failure);
            else Unreached(failure.Rejection);
            if (QuarantinedFor is null) NextDiscovery = time.GetUtcNow() + options.FirstProbe;
            return;
        }

        // Perhaps another server by now.
        if (QuarantinedFor is not null || !Models.SequenceEqual(discovery.Models)) _unable.Clear();
        (_known, Models, _unreached) = (true, discovery.Models, 0);
        NextDiscovery = time.GetUtcNow() + options.DiscoverEvery;
        if (QuarantinedFor is null) return;
        (QuarantinedFor, QuarantinedSince, _onTrial) = (null, null, true);
    }

    /// <summary>It answered.</summary>
    /// <param name="first">How long it took to begin.</param>
    /// <param name="said">The response, where it was asked for one.</param>
    public void Succeeded(TimeSpan first, Response? said = null)
    {
        Limit.Succeeded(first);
        (QuarantinedFor, QuarantinedSince, _onTrial) = (null, null, false);
        (_unreached, _quarantines, _throttles, _lastSuccess) = (0, 0, 0, time.GetUtcNow());
        _failing.Clear();
        if (said is not { Role: ModelRole.Teacher } response) return;
        var reasoned = response.Reasoning is not null || (response.Content?.Contains("</think>", StringComparison.Ordinal) ?? false);
        _withoutReasoning[response.Model] = reasoned ? 0 : WithoutReasoning(response.Model) + 1;
    }

    /// <summary>It gave no response.</summary>
    /// <param name="refused">Why.</param>
    /// <param name="history">What the request had been through before; null for a discovery.</param>
    public void Failed(Refused refused, RequestHistory? history = null)
    {
        switch (refused.Blame)
        {
            case Blame.Load:
                // In a pause others end and nobody comes after them: that fewer are in flight then says nothing. And one more than it takes
                // was worth a try: that one waits for a place, and the others need not.
                var inFlight = State is EndpointState.Paused ? Limit.Current : InFlight;
                if (!Limit.Throttled(inFlight, history?.Begun ?? inFlight)) Pause(refused.RetryAfter);
                break;
            case Blame.Access when refused.Rejection.Reason is "model-not-found" && history is not null:
                var missing = EmbeddingRequest.ModelOf(history.Request.Model);
                Models = Models.RemoveAll(served => served.Id == missing);
                break;
            case Blame.Access when refused.Rejection.Reason is Refusals.WrongTask && history is not null:
                _unable.Add(history.Request.Model);
                break;
            case Blame.Access when QuarantinedFor is null:
                Quarantine(refused.Rejection, longer: history?.FirstFailed is null);
                break;
            case Blame.Unreachable:
                Unreached(refused.Rejection);
                break;
            case Blame.Endpoint when history is not null:
                if (refused.Rejection.Reason is "silent") Limit.Silent();
                if (refused.RetryAfter is not null) Pause(refused.RetryAfter);
                Suspect(refused.Rejection, history);
                break;
        }
    }

    void Unreached(Rejection reason)
    {
        if ((++_unreached >= options.QuarantineAfter || _onTrial) && QuarantinedFor is null) Quarantine(reason, longer: true);
    }

    /// <summary>It heard a request and failed: the one or the other is at fault, and only different requests can tell.</summary>
    void Suspect(Rejection reason, RequestHistory history)
    {
        // It answered others after this one had failed: the request is at fault, and its own attempts bound what it costs.
        if (_lastSuccess > history.FirstFailed) return;
        _failing.Add(history.Request.Digest);
        if ((_failing.Count < options.QuarantineAfter && !_onTrial) || QuarantinedFor is not null) return;
        // It is there and its fault is in doubt while it answered others lately or this request failed before: then a short wait, so
        // that neither the others nor this request's remaining attempts wait for minutes.
        var answeredLately = time.GetUtcNow() - _lastSuccess < options.LongestProbe;
        Quarantine(reason, longer: !answeredLately && history.FirstFailed is null);
    }

    void Pause(TimeSpan? asked)
    {
        var wait = asked ?? Backoff.After(options.FirstBackoff, options.LongestBackoff, ++_throttles, _spread);
        var until = time.GetUtcNow() + wait;
        if (until > _pausedUntil) _pausedUntil = until;
    }

    void Quarantine(Rejection reason, bool longer)
    {
        QuarantinedSince ??= time.GetUtcNow();
        QuarantinedFor = reason;
        _onTrial = false;
        NextDiscovery = time.GetUtcNow() + Backoff.After(options.FirstProbe, options.LongestProbe, longer ? ++_quarantines : 1, _spread);
    }
}
