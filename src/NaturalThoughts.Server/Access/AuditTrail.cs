using Microsoft.AspNetCore.Http;
using NaturalThoughts.Server.Api;

namespace NaturalThoughts.Server.Access;

/// <summary>Writes down every change, and whom the server refused for who they are.</summary>
sealed class AuditTrail(RequestDelegate next, AuditLog log)
{
    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        finally
        {
            if (IsWorthALine(context)) log.Add(context, AuditPhase.Answered);
        }
    }

    // Nothing was changed by what came too often, and who sends too much would fill the disk.
    static bool IsWorthALine(HttpContext context) =>
        context.Response.StatusCode is var status && status != StatusCodes.Status429TooManyRequests
        && (BrowserSession.IsTry(context.Request)
            || (ApiDoor.IsBehind(context.Request.Path)
                && (ApiDoor.Changes(context) || status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)));
}
