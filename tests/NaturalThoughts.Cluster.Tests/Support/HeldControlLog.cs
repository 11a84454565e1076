namespace NaturalThoughts.Cluster.Tests.Support;

/// <summary>A clock that holds up the next entry of a control log: each asks it for its time just before it is written.</summary>
sealed class HeldControlLog : TimeProvider
{
    readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly ManualResetEventSlim _released = new();
    volatile bool _holds;

    /// <summary>Ends when an entry is held.</summary>
    public Task Reached => _reached.Task;

    public void Hold() => _holds = true;

    public void Release()
    {
        _holds = false;
        _released.Set();
    }

    public override DateTimeOffset GetUtcNow()
    {
        if (_holds && Environment.StackTrace.Contains("ControlLog.Append", StringComparison.Ordinal))
        {
            _reached.TrySetResult();
            _released.Wait();
        }

        return base.GetUtcNow();
    }
}
