namespace NaturalThoughts.ModelServers.Counting;

/// <summary>How many requests are running, and for how long they ran, all together. Safe for concurrent use.</summary>
sealed class Occupation(TimeProvider time)
{
    readonly Lock _gate = new();
    int _running;
    int _highest;
    // Ends less begins: what runs now has begun and not ended.
    long _ticks;

    /// <summary>Lets one more run, unless as many are running as there are slots.</summary>
    /// <param name="slots">Most at the same time; 0: no limit.</param>
    public bool TryEnter(int slots)
    {
        lock (_gate)
        {
            if (slots > 0 && _running >= slots) return false;
            _highest = Math.Max(_highest, ++_running);
            _ticks -= time.GetTimestamp();
            return true;
        }
    }

    /// <summary>One has ended.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _running--;
            _ticks += time.GetTimestamp();
        }
    }

    /// <summary>Forgets what has been, not what runs.</summary>
    public void Reset()
    {
        lock (_gate) (_highest, _ticks) = (_running, -_running * time.GetTimestamp());
    }

    /// <summary>How many run, the most there were, and how long all of them ran.</summary>
    public (int Running, int Highest, TimeSpan Busy) Now
    {
        get
        {
            lock (_gate) return (_running, _highest, time.GetElapsedTime(0, _ticks + (_running * time.GetTimestamp())));
        }
    }
}
