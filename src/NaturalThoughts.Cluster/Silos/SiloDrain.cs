using NaturalThoughts.Cluster.Runs;

namespace NaturalThoughts.Cluster.Silos;

/// <summary>How long a silo that leaves lets its responses under way finish.</summary>
/// <param name="Time">The longest.</param>
public sealed record DrainGrace(TimeSpan Time);

/// <summary>A silo that leaves offers no place any more, lets responses under way finish for a while, and gives the others back, before its
/// grains move.</summary>
sealed class SiloDrain(RunCatalog runs, OwnModels own, DrainGrace grace, TimeProvider time) : ILifecycleParticipant<ISiloLifecycle>
{
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    readonly CancellationTokenSource _over = new();

    /// <summary>Cancelled when the silo's grains are to move: Orleans lets each end its calls first, so none may wait for long.</summary>
    public CancellationToken Over => _over.Token;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe<SiloDrain>(ServiceLifecycleStage.Last, _ => Task.CompletedTask, DrainAsync);

    async Task DrainAsync(CancellationToken cancellation)
    {
        await own.LeaveAsync();
        await runs.LeaveAsync();
        var started = time.GetTimestamp();
        while (runs.InFlight > 0 && time.GetElapsedTime(started) < grace.Time && !cancellation.IsCancellationRequested)
            await Task.Delay(Tick, time, CancellationToken.None);
        runs.Abort();
        await _over.CancelAsync();
    }
}
