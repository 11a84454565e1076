using NaturalThoughts.Inference.Pool;

namespace NaturalThoughts.Cluster.Slots;

/// <summary>Tells the models' slots grains what a pool of this silo can take, whenever that changes and now and then.</summary>
/// <param name="pool">The pool.</param>
/// <param name="run">The run whose spec names its endpoints; null where it serves all.</param>
/// <param name="owners">Knows this silo.</param>
/// <param name="grains">Reaches the slots grains.</param>
/// <param name="time">The clock.</param>
sealed class PoolOffers(ModelPool pool, string? run, EndpointOwners owners, IGrainFactory grains, TimeProvider time)
{
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    // What changes within it goes out together.
    static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(3);

    readonly CancellationTokenSource _stopping = new();
    readonly Dictionary<string, (SlotOffer Offer, long At)> _said = new(StringComparer.Ordinal);
    readonly long _pool = time.GetUtcNow().UtcTicks;
    Task _offering = Task.CompletedTask;
    long _number;

    /// <summary>Begins to offer.</summary>
    public void Start() => _offering = Task.Run(OfferAsync);

    /// <summary>Ends with the word that there is no room any more.</summary>
    public async Task StopAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        await _stopping.CancelAsync();
        await _offering;
        foreach (var (model, (last, _)) in _said.ToList()) await SendAsync(model, last with { Room = 0, Number = ++_number });
    }

    async Task OfferAsync()
    {
        try
        {
            while (true)
            {
                var rooms = pool.Rooms().ToDictionary(room => room.Model);
                foreach (var model in rooms.Keys.Union(_said.Keys).ToList())
                    if (News(model, rooms.GetValueOrDefault(model)) is { } offer) await SendAsync(model, offer);
                await Task.Delay(Breath, time, _stopping.Token);
                await pool.ChangedAsync(Heartbeat, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
    }

    SlotOffer? News(string model, ModelRoom room)
    {
        var known = _said.TryGetValue(model, out var said);
        var begun = room.Model is null ? said.Offer.Begun : room.Begun;
        var same = known && (said.Offer.Capacity, said.Offer.Room, said.Offer.Begun) == (room.Capacity, room.Room, begun);
        return same && time.GetElapsedTime(said.At) < Heartbeat ? null
            : new()
            {
                Silo = owners.Local, Run = run, Pool = _pool, Number = ++_number, Capacity = room.Capacity, Room = room.Room, Begun = begun,
            };
    }

    // One that does not arrive is followed by the next.
    async Task SendAsync(string model, SlotOffer offer)
    {
        _said[model] = (offer, time.GetTimestamp());
        // Begun elsewhere, because before the silo is there the call throws where it stands.
        await Task.Run(() => grains.GetGrain<IModelSlotsGrain>(model).Offer(offer)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
