using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Silos;
using NaturalThoughts.Cluster.Slots;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>The silos of the cluster, and what they ask models with.</summary>
static class SiloResource
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Puts them in.</summary>
    public static void Map(RouteGroupBuilder api) => api.MapGet("/silos", async (
        EndpointOwners members, IGrainFactory grains, TimeProvider time, HttpContext context,
        int limit = Paging.Usual, string? after = null) =>
    {
        var silos = members.Silos.ToDictionary(silo => silo.ToParsableString(), StringComparer.Ordinal);
        var page = Paging.Of(silos.Keys.Order(StringComparer.Ordinal), limit, after, name => name);
        var lines = await Task.WhenAll(page.Items.Select(AskAsync));
        return Versioned.Answer(new Page<SiloLine>([.. lines], page.Next));

        async Task<SiloLine> AskAsync(string silo)
        {
            try
            {
                var report = await grains.GetGrain<ISiloGrain>(silo).Report().WaitAsync(Patience, time, context.RequestAborted);
                return new(silo, report.MayBegin ? SiloState.Works : SiloState.HoldsBack, report, null);
            }
            catch (Exception error) when (Passing.Is(error))
            {
                return new(silo, SiloState.DoesNotAnswer, null, error.Message);
            }
        }
    }).Described<Page<SiloLine>>("listSilos", "The silos of the cluster, and what they ask models with.");
}

/// <summary>A silo in a list.</summary>
/// <param name="Silo">Its address.</param>
/// <param name="State">How it is.</param>
/// <param name="Report">What it says of itself; null where it does not answer.</param>
/// <param name="Why">Why it does not answer.</param>
public sealed record SiloLine(string Silo, SiloState State, SiloReport? Report, string? Why);

/// <summary>How a silo is.</summary>
public enum SiloState
{
    /// <summary>It takes work.</summary>
    Works,

    /// <summary>It begins no response: it does not know whether it is a member still, or its responses wait for the disk.</summary>
    HoldsBack,

    /// <summary>It does not answer.</summary>
    DoesNotAnswer,
}
