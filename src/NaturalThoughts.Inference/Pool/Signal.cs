namespace NaturalThoughts.Inference.Pool;

/// <summary>Wakes one waiter, now or when it comes; several settings at once wake it once.</summary>
sealed class Signal
{
    readonly SemaphoreSlim _set = new(0, 1);

    /// <summary>Wakes the waiter. Calls come one at a time.</summary>
    public void Set()
    {
        if (_set.CurrentCount == 0) _set.Release();
    }

    /// <summary>Waits to be woken, or for a while.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var patience = time.CreateTimer(_ => waiting.Cancel(), null, longest, Timeout.InfiniteTimeSpan);
        await _set.WaitAsync(waiting.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
    }
}
