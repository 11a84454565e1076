using Microsoft.AspNetCore.Routing;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>What a cluster holds, as resources to read and search.</summary>
static class ResourceApi
{
    /// <summary>Puts them in.</summary>
    /// <param name="api">Where the interface begins.</param>
    /// <param name="run">Where a run begins.</param>
    public static void Map(RouteGroupBuilder api, RouteGroupBuilder run)
    {
        RecipeResource.Map(api, run);
        SelectionResource.Map(run);
        DatasetResource.Map(run);
        TraceResource.Map(run);
        DeadLetterResource.Map(run);
        PoolResource.Map(run);
        EventResource.Map(run);
        SiloResource.Map(api);
    }
}
