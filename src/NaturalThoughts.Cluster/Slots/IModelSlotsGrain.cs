namespace NaturalThoughts.Cluster.Slots;

/// <summary>Hands out the places all silos have for a model, in turn to the runs that want them. Key: the model's name. Keeps nothing:
/// when it moves, the silos' next offers tell it all.</summary>
[Alias("nt.IModelSlotsGrain")]
public interface IModelSlotsGrain : IGrainWithStringKey
{
    /// <summary>Takes note of what a silo can take.</summary>
    [Alias("Offer")]
    Task Offer(SlotOffer offer);

    /// <summary>Waits a while for a place.</summary>
    /// <param name="run">The run that wants it.</param>
    /// <param name="holder">The silo that asks: when it dies, its turn and its unused credits go to others.</param>
    /// <param name="waited">How long it has been asking already.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <returns>Null when none came free: ask again.</returns>
    [Alias("Take")]
    Task<Credit?> Take(string run, SiloAddress holder, TimeSpan waited, CancellationToken cancellation);
}
