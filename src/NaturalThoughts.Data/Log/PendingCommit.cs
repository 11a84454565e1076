namespace NaturalThoughts.Data.Log;

/// <summary>One caller's facts on their way into the log, perhaps over several segments. Settled by the pump alone.</summary>
/// <param name="facts">The facts.</param>
sealed class PendingCommit(EncodedFact[] facts)
{
    // The caller's continuation must not run inside the pump.
    readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Exception? _failure;
    int _left = facts.Length;

    /// <summary>The facts.</summary>
    public EncodedFact[] Facts => facts;

    /// <summary>Completes when all facts are durable, or all were tried and one failed.</summary>
    public Task Done => _done.Task;

    /// <summary>One fact is durable, or was known already; or it failed.</summary>
    public void Settle(Exception? failure = null)
    {
        _failure ??= failure;
        if (--_left > 0) return;
        if (_failure is null) _done.SetResult();
        else _done.SetException(_failure);
    }
}
