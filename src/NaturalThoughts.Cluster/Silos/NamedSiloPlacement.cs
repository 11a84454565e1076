using Orleans.Runtime.Placement;

namespace NaturalThoughts.Cluster.Silos;

/// <summary>A grain whose key is a silo's address lives on that silo.</summary>
[GenerateSerializer, Immutable, Alias("nt.NamedSiloPlacement")]
sealed class NamedSiloPlacement : PlacementStrategy;

/// <summary>Places a grain on the silo its key names.</summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class NamedSiloPlacementAttribute() : PlacementAttribute(new NamedSiloPlacement());

/// <inheritdoc cref="NamedSiloPlacement"/>
sealed class NamedSiloDirector : IPlacementDirector
{
    /// <inheritdoc/>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silo = SiloAddress.FromParsableString(target.GrainIdentity.Key.ToString()!);
        return context.GetCompatibleSilos(target).Contains(silo)
            ? Task.FromResult(silo)
            : Task.FromException<SiloAddress>(new SiloUnavailableException($"Silo {silo} has left the cluster."));
    }
}
