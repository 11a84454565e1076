using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Drain;
using NaturalThoughts.Server.Telemetry;

namespace NaturalThoughts.Server.Api;

/// <summary>Lets those in who may: viewers to look, operators to change.</summary>
sealed class ApiDoor(RequestDelegate next, Departure departure, AuditLog audit)
{
    /// <summary>Whether a path is behind the door. Supervisors, who look after a silo's health, have no key.</summary>
    public static bool IsBehind(PathString path) =>
        path.StartsWithSegments("/api") || path.StartsWithSegments("/openapi") || path.StartsWithSegments(TelemetryParts.Page);

    /// <summary>Whether a browser asks for a page to show: what is wrong is then said by one.</summary>
    public static bool IsForPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !IsBehind(request.Path)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a request may change something. Known once it is routed.</summary>
    public static bool Changes(HttpContext context) =>
        IsSent(context.Request) && context.GetEndpoint()?.Metadata.GetMetadata<OnlyLooks>() is null;

    /// <summary>Handles a request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // A page of another site can open the console's connection, which no browser asks about.
        if (context.Request.Path.StartsWithSegments("/_blazor") && CrossSite.Of(context.Request) is { } stranger)
            return ApiErrors.WriteAsync(context, StatusCodes.Status403Forbidden, [stranger]);
        if (!IsBehind(context.Request.Path)) return next(context);
        // Looking costs, too: no other site's page has it done.
        if (IsSent(context.Request) && CrossSite.Of(context.Request) is { } foreign)
            return ApiErrors.WriteAsync(context, StatusCodes.Status403Forbidden, [foreign]);
        var changes = Changes(context);
        if (Caller.Of(context.User) is not { } caller) return context.ChallengeAsync();
        if (changes && caller.Role is not Role.Operator) return context.ForbidAsync();
        if (changes && departure.Leaving)
            return ApiErrors.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, [ApiErrors.Leaving]);
        if (changes) audit.Add(context, AuditPhase.Begun);
        return next(context);
    }

    static bool IsSent(HttpRequest request) => !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
}
