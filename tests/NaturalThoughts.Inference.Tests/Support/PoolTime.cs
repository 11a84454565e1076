using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Inference.Pool;

namespace NaturalThoughts.Inference.Tests.Support;

/// <summary>Lets time pass for a pool.</summary>
static class PoolTime
{
    static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    /// <summary>Moves the clock on in steps of half a second while nothing is under way; nothing but the clock and the servers decides when
    /// it ends.</summary>
    /// <param name="time">The pool's clock.</param>
    /// <param name="pool">The pool.</param>
    /// <param name="reached">What to wait for.</param>
    /// <param name="settled">Whether all whom the clock woke have taken their places; null: they get a moment for it.</param>
    public static async Task PassUntilAsync(this FakeTimeProvider time, ModelPool pool, Func<bool> reached, Func<bool>? settled = null)
    {
        using var stuck = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!reached())
        {
            await pool.TickAsync(default);
            if (pool.Snapshot().Endpoints.All(endpoint => endpoint.InFlight == 0) && settled?.Invoke() is not false) time.Advance(Step);
            stuck.Token.ThrowIfCancellationRequested();
            if (settled is null) await Task.Delay(Moment, stuck.Token);
            else await Task.Yield();
        }
    }
}
