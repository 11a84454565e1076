namespace NaturalThoughts.ModelServers.Counting;

/// <summary>What became of one request's content.</summary>
sealed class Tally
{
    int _tries;
    int _completed;
    int _broken;
    int _refused;

    /// <summary>How often it was taken on.</summary>
    public int Tries => Volatile.Read(ref _tries);

    /// <summary>How often it was answered whole.</summary>
    public int Completed => Volatile.Read(ref _completed);

    /// <summary>How often its answer broke off or was an error.</summary>
    public int Broken => Volatile.Read(ref _broken);

    /// <summary>How often it was turned away with a 429; no try.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Counts a try.</summary>
    /// <returns>Its number, from 1.</returns>
    public int Try() => Interlocked.Increment(ref _tries);

    /// <summary>Counts a whole answer.</summary>
    public int Complete() => Interlocked.Increment(ref _completed);

    /// <summary>Counts a broken answer.</summary>
    public int Break() => Interlocked.Increment(ref _broken);

    /// <summary>Counts a 429.</summary>
    public int Refuse() => Interlocked.Increment(ref _refused);
}
