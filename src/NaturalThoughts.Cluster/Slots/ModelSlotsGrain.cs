namespace NaturalThoughts.Cluster.Slots;

/// <inheritdoc cref="IModelSlotsGrain"/>
[Reentrant]
sealed class ModelSlotsGrain(TimeProvider time) : Grain, IModelSlotsGrain
{
    // Well under the 30 s after which Orleans gives a call up.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly ModelSlots _slots = new(time);

    /// <inheritdoc/>
    public Task Offer(SlotOffer offer)
    {
        _slots.Offer(offer);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<Credit?> Take(string run, CancellationToken cancellation)
    {
        var waiting = _slots.Enter(run);
        try
        {
            return await waiting.Task.WaitAsync(Patience, time, cancellation);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            _slots.Leave(waiting);
        }
    }
}
