using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Silos;

namespace NaturalThoughts.Cluster.Slots;

/// <inheritdoc cref="IModelSlotsGrain"/>
[Reentrant]
sealed class ModelSlotsGrain(IClusterMembershipService membership, SiloDrain drain, TimeProvider time) : Grain, IModelSlotsGrain
{
    // Who asks again at once, while the grain has not moved yet, is held up for a moment.
    static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    readonly ModelSlots _slots = new(time);
    MembershipVersion _seen;
    ModelQueue? _queue;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        QueueInstruments.Queues.Add(_queue = new(this.GetPrimaryKeyString(), _slots));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        QueueInstruments.Queues.Remove(_queue!);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Offer(SlotOffer offer)
    {
        Refresh();
        _slots.Offer(offer);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<Credit?> Take(string run, SiloAddress holder, TimeSpan waited, CancellationToken cancellation)
    {
        Refresh();
        var waiting = _slots.Enter(run, holder, waited);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, drain.Over);
        try
        {
            return await waiting.Task.WaitAsync(LongCall.Patience, time, ending.Token);
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(Breath, time, cancellation);
            return null;
        }
        finally
        {
            _slots.Leave(waiting);
        }
    }

    // Every offer looks, so word of a silo's death takes a second at most.
    void Refresh()
    {
        var members = membership.CurrentSnapshot;
        if (members.Version == _seen) return;
        _seen = members.Version;
        _slots.Forget(silo => members.GetSiloStatus(silo) is SiloStatus.Dead);
    }
}
