namespace NaturalThoughts.Cluster.Runs;

/// <summary>
/// Work that outlasts one call: the first caller starts it, later ones join it, and nobody waits longer than a call may take.
/// </summary>
/// <typeparam name="T">What the work yields.</typeparam>
sealed class LongWork<T>(TimeProvider time) where T : class
{
    Task<T>? _work;

    /// <summary>Waits a while for the work; the result, or null when it goes on. A failed work is forgotten, so that the next call
    /// starts anew.</summary>
    public async Task<T?> JoinAsync(Func<Task<T>> start, CancellationToken cancellation)
    {
        var work = _work ??= start();
        await ((Task)work).WaitAsync(LongCall.Patience, time, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!work.IsCompleted)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }

        // Another caller may have begun anew already: that work is not ours to forget.
        if (_work == work) _work = null;
        return await work;
    }
}
