using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Slots;

/// <summary>Which silo asks which endpoint of a spec: exactly one at a time, or each would find the endpoint's limit for itself. By
/// rendezvous hashing (Thaler and Ravishankar, <i>A name-based mapping scheme for rendezvous</i>, 1996), so that a silo that comes or goes
/// moves no other's endpoints.</summary>
public sealed class EndpointOwners(IClusterMembershipService membership, ILocalSiloDetails local)
{
    /// <summary>The active silos.</summary>
    public IEnumerable<SiloAddress> Silos => membership.CurrentSnapshot.Members.Values
        .Where(member => member.Status is SiloStatus.Active).Select(member => member.SiloAddress);

    /// <summary>This silo.</summary>
    public SiloAddress Local => local.SiloAddress;

    /// <summary>Whether it is this silo that asks an endpoint.</summary>
    public bool Owns(string endpoint) => OwnerOf(endpoint, Silos) is not { } owner || owner.Equals(Local);

    /// <summary>The owner among silos; null where there are none.</summary>
    internal static SiloAddress? OwnerOf(string endpoint, IEnumerable<SiloAddress> silos) =>
        silos.MaxBy(silo => Digest.Of("endpoint", endpoint, silo.ToParsableString()).Value);
}
