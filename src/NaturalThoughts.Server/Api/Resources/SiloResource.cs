using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NaturalThoughts.Cluster.Silos;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>The silos of the cluster, and what they ask models with.</summary>
static class SiloResource
{
    /// <summary>Puts them in.</summary>
    public static void Map(RouteGroupBuilder api) => api.MapGet("/silos", async (
        SiloRoll roll, HttpContext context, int limit = Paging.Usual, string? after = null) =>
    {
        var page = Paging.Of(roll.Silos, limit, after, name => name);
        return Versioned.Answer(new Page<SiloLine>(await roll.AskAsync(page.Items, context.RequestAborted), page.Next));
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
