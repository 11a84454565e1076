namespace NaturalThoughts.Cluster.Slots;

/// <summary>The right to have one response generated, on a silo that has a place for it. It lapses when it is not used soon.</summary>
/// <param name="Silo">Where.</param>
/// <param name="Own">Whether by a model the silo serves to all runs; else by an endpoint of the run's spec.</param>
[GenerateSerializer, Immutable, Alias("nt.Credit")]
public sealed record Credit([property: Id(0)] SiloAddress Silo, [property: Id(1)] bool Own);

/// <summary>What a silo can take of a model now.</summary>
[GenerateSerializer, Immutable, Alias("nt.SlotOffer")]
public sealed record SlotOffer
{
    /// <summary>The silo.</summary>
    [Id(0)] public required SiloAddress Silo { get; init; }

    /// <summary>The run whose spec names the endpoints; null where the silo serves all runs.</summary>
    [Id(1)] public string? Run { get; init; }

    /// <summary>Names the pool that offers; a silo's next pool for the run has a higher one.</summary>
    [Id(2)] public required long Pool { get; init; }

    /// <summary>Number of the offer among the pool's; an older one that comes late is passed over.</summary>
    [Id(3)] public required long Number { get; init; }

    /// <summary>Requests it takes at once.</summary>
    [Id(4)] public required int Capacity { get; init; }

    /// <summary>How many more would find a place.</summary>
    [Id(5)] public required int Room { get; init; }

    /// <summary>Requests that have come to the pool so far: credits that were used.</summary>
    [Id(6)] public required long Begun { get; init; }
}
