namespace NaturalThoughts.Data.Log;

/// <summary>One caller's facts on their way into the log, perhaps over several segments.</summary>
sealed class PendingCommit(int facts)
{
    // The caller's continuation must not run inside the pump.
    readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Exception? _failure;
    int _left = facts;

    /// <summary>Completes when all facts are durable, or all were tried and one failed.</summary>
    public Task Done => _done.Task;

    /// <summary>One fact is durable, or was known already; or it failed.</summary>
    public void Settle(Exception? failure = null)
    {
        if (failure is not null) Interlocked.CompareExchange(ref _failure, failure, null);
        if (Interlocked.Decrement(ref _left) > 0) return;
        if (_failure is null) _done.SetResult();
        else _done.SetException(_failure);
    }
}
