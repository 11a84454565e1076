using Microsoft.AspNetCore.Builder;

namespace NaturalThoughts.Server.Api;

/// <summary>Marks an endpoint that is asked with a body and changes nothing: viewers may ask it, and a silo that leaves
/// answers it.</summary>
sealed class OnlyLooks
{
    /// <summary>The mark.</summary>
    public static OnlyLooks Mark { get; } = new();
}

/// <summary>Puts the mark on.</summary>
static class OnlyLooksEndpoints
{
    /// <summary>Says that an endpoint changes nothing.</summary>
    public static RouteHandlerBuilder ThatOnlyLooks(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(OnlyLooks.Mark);
}
