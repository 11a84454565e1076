namespace NaturalThoughts.Cluster.Slots;

/// <inheritdoc cref="IModelSlotsGrain"/>
[Reentrant]
sealed class ModelSlotsGrain(IClusterMembershipService membership, TimeProvider time) : Grain, IModelSlotsGrain
{
    // Well under the 30 s after which Orleans gives a call up.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly ModelSlots _slots = new(time);
    readonly CancellationTokenSource _leaving = new();
    MembershipVersion _seen;

    /// <inheritdoc/>
    public Task Offer(SlotOffer offer)
    {
        Refresh();
        _slots.Offer(offer);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<Credit?> Take(string run, SiloAddress holder, CancellationToken cancellation)
    {
        Refresh();
        var waiting = _slots.Enter(run, holder);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _leaving.Token);
        try
        {
            return await waiting.Task.WaitAsync(Patience, time, ending.Token);
        }
        catch (Exception error) when (error is TimeoutException || _leaving.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            _slots.Leave(waiting);
        }
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _leaving.CancelAsync();

    // Every offer looks, so word of a silo's death takes a second at most.
    void Refresh()
    {
        var members = membership.CurrentSnapshot;
        if (members.Version == _seen) return;
        _seen = members.Version;
        _slots.Forget(silo => members.GetSiloStatus(silo) is SiloStatus.Dead);
    }
}
