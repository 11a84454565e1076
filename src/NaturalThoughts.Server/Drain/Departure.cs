namespace NaturalThoughts.Server.Drain;

/// <summary>Whether this silo is about to leave.</summary>
sealed class Departure : IDisposable
{
    readonly CancellationTokenSource _left = new();
    int _leaving;

    /// <summary>Whether no new work is taken.</summary>
    public bool Leaving => Volatile.Read(ref _leaving) != 0;

    /// <summary>Cancelled when what callers wait for is not waited for any longer.</summary>
    public CancellationToken Left => _left.Token;

    /// <summary>From now on no new work is taken.</summary>
    public void Begin() => Volatile.Write(ref _leaving, 1);

    /// <summary>Calls under way are given up.</summary>
    public void End() => _left.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _left.Dispose();
}
