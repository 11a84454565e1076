namespace NaturalThoughts.Inference.Pool;

/// <summary>How many requests an endpoint takes at once: given, or found by starting low, adding one a success until it shows load, and
/// from there one every <see cref="PoolOptions.GrowEvery"/>. A 429 sets it to one less than were in flight, or back to what it was when it
/// met the one just added; a silence halves it.</summary>
/// <remarks>Not thread-safe: the pool's lock guards it.</remarks>
public sealed class AdaptiveLimit
{
    readonly PoolOptions _options;
    readonly TimeProvider _time;
    readonly int _max;
    bool _starting;
    bool _saturated;
    long _settled;
    // What it took before one was added to see whether it takes that, too.
    int? _proven;

    /// <summary>A limit; with <paramref name="slots"/> it starts there and never goes above.</summary>
    public AdaptiveLimit(PoolOptions options, TimeProvider time, int? slots)
    {
        (_options, _time, _max) = (options, time, slots ?? options.MaxSlots);
        Current = slots ?? Math.Min(options.StartSlots, options.MaxSlots);
        _starting = slots is null;
        _settled = time.GetTimestamp();
    }

    /// <summary>The limit now, at least 1.</summary>
    public int Current { get; private set; }

    /// <summary>Notes that all places are taken: only a limit that binds may grow.</summary>
    public void Taken(int inFlight) => _saturated |= inFlight >= Current;

    /// <summary>A response came.</summary>
    /// <param name="firstToken">How long it took to begin.</param>
    public void Succeeded(TimeSpan firstToken)
    {
        if (firstToken > _options.LateFirstToken) Settle(Current);
        else if (_starting && _saturated) Raise();
    }

    /// <summary>A 429 came.</summary>
    /// <param name="inFlight">Requests in flight, the refused one included.</param>
    /// <param name="begun">Requests in flight when the refused one was begun, itself included.</param>
    /// <returns>Whether it says no more than that the endpoint does not take the one more that was tried.</returns>
    public bool Throttled(int inFlight, int begun)
    {
        if (_proven is { } proven && Math.Max(inFlight, begun) > proven)
        {
            Settle(Math.Min(Current, proven));
            return true;
        }

        _proven = null;
        Settle(Math.Min(Current, inFlight) - 1);
        return false;
    }

    /// <summary>A request was given up because nothing was heard.</summary>
    public void Silent()
    {
        _proven = null;
        Settle(Current / 2);
    }

    /// <summary>Adds one when it is time to.</summary>
    public void Probe()
    {
        if (!_saturated || _time.GetElapsedTime(_settled) < _options.GrowEvery) return;
        _proven = Current;
        Raise();
        _settled = _time.GetTimestamp();
    }

    void Raise() => (Current, _saturated) = (Math.Min(_max, Current + 1), false);

    void Settle(int limit)
    {
        (Current, _starting, _saturated) = (Math.Max(1, limit), false, false);
        _settled = _time.GetTimestamp();
    }
}
