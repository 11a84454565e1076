using System.Collections.Immutable;
using NaturalThoughts.Inference.Pool;
using NaturalThoughts.Server.Api.Resources;

namespace NaturalThoughts.Server.Console.Overview;

/// <summary>All silos together.</summary>
/// <param name="Silos">How many there are.</param>
/// <param name="Silent">Those that do not answer.</param>
/// <param name="Slots">Requests that endpoints take now.</param>
/// <param name="InFlight">Requests under way.</param>
/// <param name="Waiting">Requests that wait for a place.</param>
/// <param name="Quarantined">Endpoints that are not asked now.</param>
sealed record ClusterView(int Silos, int Silent, int Slots, int InFlight, int Waiting, int Quarantined)
{
    /// <summary>What silos say, added up.</summary>
    public static ClusterView Of(ImmutableArray<SiloLine> silos)
    {
        var reports = silos.Select(silo => silo.Report).OfType<Cluster.Silos.SiloReport>().ToList();
        var endpoints = reports.SelectMany(report => report.Endpoints).ToList();
        return new(silos.Length, silos.Length - reports.Count,
            endpoints.Sum(endpoint => endpoint.Slots), endpoints.Sum(endpoint => endpoint.InFlight),
            reports.Sum(report => report.Models.Sum(model => model.Waiting)),
            endpoints.Count(endpoint => endpoint.Is(EndpointState.Quarantined)));
    }
}
