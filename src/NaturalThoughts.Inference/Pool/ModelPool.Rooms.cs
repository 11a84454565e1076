using System.Collections.Immutable;

namespace NaturalThoughts.Inference.Pool;

public sealed partial class ModelPool
{
    readonly Dictionary<string, long> _begun = new(StringComparer.Ordinal);
    readonly Dictionary<string, DateTimeOffset> _unservedSince = new(StringComparer.Ordinal);
    readonly Signal _changed = new();

    /// <summary>Who serves what, with how much room, and what is wrong.</summary>
    public PoolSnapshot Snapshot()
    {
        lock (_gate)
        {
            var models = _endpoints.SelectMany(LinesOf).Concat(_waiting.Models).Distinct();
            return new([.. _endpoints.Select(endpoint => endpoint.Status)], [.. models.Order(StringComparer.Ordinal).Select(Availability)]);
        }
    }

    /// <summary>How many more requests for each served model would find a place.</summary>
    public ImmutableArray<ModelRoom> Rooms()
    {
        lock (_gate)
        {
            return
            [
                .. _endpoints.Where(endpoint => endpoint.TakesRequests).SelectMany(LinesOf)
                    .Distinct().Order(StringComparer.Ordinal).Select(RoomOf),
            ];
        }
    }

    /// <summary>Waits until <see cref="Rooms"/> may say something else, or for a while.</summary>
    public Task ChangedAsync(TimeSpan longest, CancellationToken cancellation) => _changed.WaitAsync(longest, _time, cancellation);

    /// <summary>Notes that a request which had a place here is not made after all, so that the place is free at once.</summary>
    public void Decline(string model)
    {
        lock (_gate)
        {
            Arrived(model);
            _changed.Set();
        }
    }

    // Asked here and not when a request arrives: it may wait for a place for hours, and what was answered meanwhile has filled the room.
    void HandOut()
    {
        _waiting.Admit(history => _hasRoom() ? Choose(history) : null);
        _changed.Set();
    }

    /// <summary>The least loaded endpoint with a free place, one not tried before where there is one.</summary>
    PooledEndpoint? Choose(RequestHistory history) => _endpoints
        .Where(endpoint => endpoint.InFlight < endpoint.Capacity && endpoint.TakesRequests && endpoint.Serves(history.Request.Model))
        .MinBy(endpoint => (history.Tried(endpoint), (double)endpoint.InFlight / endpoint.Capacity));

    void Arrived(string model) => _begun[model] = _begun.GetValueOrDefault(model) + 1;

    ModelRoom RoomOf(string model)
    {
        var serving = _endpoints.Where(endpoint => endpoint.TakesRequests && endpoint.Serves(model)).ToList();
        var capacity = serving.Sum(endpoint => endpoint.Capacity);
        // A few more than there are places, so that none stands empty while the word of it travels.
        var ahead = Math.Max(1, capacity / 8);
        var room = capacity + ahead - serving.Sum(endpoint => endpoint.InFlight) - _waiting.Count(model);
        return new(model, capacity, Math.Max(0, room), _begun.GetValueOrDefault(model));
    }

    // What nobody here can take is better asked elsewhere, if there is an elsewhere.
    void Displace()
    {
        if (_options.DisplaceAfter is not { } patience) return;
        foreach (var model in _waiting.Models.ToList())
        {
            var served = _endpoints.Any(endpoint => endpoint.Serves(model) && endpoint.State is not EndpointState.Quarantined);
            if (served) _unservedSince.Remove(model);
            else if (_unservedSince.TryAdd(model, _time.GetUtcNow())) continue;
            else if (_time.GetUtcNow() - _unservedSince[model] >= patience && _unservedSince.Remove(model)) _waiting.Displace(model);
        }
    }

    ModelAvailability Availability(string model)
    {
        var serving = _endpoints.Where(endpoint => endpoint.Serves(model))
            .ToLookup(endpoint => endpoint.State is not EndpointState.Quarantined);
        return new(
            model,
            [.. serving[true].Select(endpoint => endpoint.Endpoint.Name)],
            [.. serving[false].Select(endpoint => endpoint.Endpoint.Name)],
            serving[true].Sum(endpoint => endpoint.Capacity),
            _endpoints.Sum(endpoint => endpoint.InFlightOf(model)),
            _waiting.Count(model),
            [
                .. _endpoints.Where(endpoint => endpoint.WithoutReasoning(model) >= _options.EmptyReasoningAlarm)
                    .Select(endpoint => new EmptyReasoning(endpoint.Endpoint.Name, endpoint.WithoutReasoning(model))),
            ]);
    }
}

/// <summary>What a pool can take of a model.</summary>
/// <param name="Model">The name servers know it by, or <see cref="Core.Requests.EmbeddingRequest.Line"/>.</param>
/// <param name="Capacity">Requests that those who serve it take at once now.</param>
/// <param name="Room">How many more would find a place now, a few ahead included.</param>
/// <param name="Begun">Requests for it that have come so far, or were declined.</param>
public readonly record struct ModelRoom(string Model, int Capacity, int Room, long Begun);
