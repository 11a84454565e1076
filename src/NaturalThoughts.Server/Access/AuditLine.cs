using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NaturalThoughts.Server.Access;

/// <summary>Something that was changed, or was to be changed or looked at by somebody who may not.</summary>
/// <param name="Time">When it was let in, or answered.</param>
/// <param name="Id">The request's own: its two lines have it in common.</param>
/// <param name="Phase">Whether it is begun or over.</param>
/// <param name="Who">The key's name or the token's subject; null: nobody the server knows.</param>
/// <param name="By">How they are known.</param>
/// <param name="Role">Their role.</param>
/// <param name="From">The address it was asked from.</param>
/// <param name="Method">The request's method.</param>
/// <param name="Path">The request's path, without its query.</param>
/// <param name="Status">The HTTP status it was answered with; null: it is begun.</param>
/// <param name="Run">The run it is about, as far as that is known.</param>
sealed record AuditLine(
    DateTimeOffset Time, string Id, AuditPhase Phase, string? Who, string? By, Role? Role, string? From, string Method, string Path,
    int? Status, string? Run)
{
    /// <summary>The route's part that names the run.</summary>
    public const string RunPart = "run";

    static readonly object IdPart = new();

    /// <summary>The same change once it is answered.</summary>
    public AuditLine Answered(DateTimeOffset time, int status) => this with { Time = time, Phase = AuditPhase.Answered, Status = status };

    /// <summary>That of a request as it stands.</summary>
    public static AuditLine Of(HttpContext context, AuditPhase phase, DateTimeOffset time)
    {
        var (request, caller) = (context.Request, Caller.Of(context.User));
        return new(
            time, (string)(context.Items[IdPart] ??= Guid.CreateVersion7(time).ToString("N")), phase,
            caller?.Name, caller?.By, caller?.Role,
            context.Connection.RemoteIpAddress?.ToString(), request.Method, request.Path.Value ?? "",
            phase is AuditPhase.Answered ? context.Response.StatusCode : null, context.GetRouteValue(RunPart) as string);
    }
}

/// <summary>How far a request is.</summary>
enum AuditPhase
{
    /// <summary>It was let in to change something. Where no other line follows, the silo died and nobody knows what became of it.</summary>
    Begun,

    /// <summary>It was answered, or refused.</summary>
    Answered,
}
