using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Configuration;
using NaturalThoughts.Server.Drain;

namespace NaturalThoughts.Server.Api;

/// <summary>Lets those in who know the key; where there is none, those on this machine.</summary>
sealed class ApiDoor(RequestDelegate next, ServeSettings settings, Departure departure)
{
    const string Scheme = "Bearer ";

    /// <summary>Handles a request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // Supervisors have no key.
        if (!context.Request.Path.StartsWithSegments("/api")) return next(context);
        if (settings.Http.ApiKey is { } key)
        {
            var given = context.Request.Headers.Authorization.ToString();
            if (!given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || !key.Is(given[Scheme.Length..].Trim()))
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return ApiErrors.WriteAsync(context, StatusCodes.Status401Unauthorized, [given.Length == 0 ? NoKey : WrongKey]);
            }
        }
        else if (!IsLocal(context.Request.Host))
        {
            return ApiErrors.WriteAsync(context, StatusCodes.Status403Forbidden, [Foreign]);
        }

        var changes = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        return changes && departure.Leaving
            ? ApiErrors.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, [ApiErrors.Leaving])
            : next(context);
    }

    // A page in a browser could otherwise reach a server without a key through a name of its own.
    static bool IsLocal(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    static Problem NoKey { get; } = new(
        "The server wants an API key.", HeaderNames.Authorization,
        Fix: "Set the variable `NATURALTHOUGHTS_SERVER_KEY` to the server's key.");

    static Problem WrongKey { get; } = new(
        "The API key is not the server's.", HeaderNames.Authorization,
        Fix: "Set the variable `NATURALTHOUGHTS_SERVER_KEY` to the server's key.");

    static Problem Foreign { get; } = new(
        "Without an API key the server answers on this machine only.", HeaderNames.Host,
        Expected: "localhost or a loopback address", Fix: $"Configure `{ServeKeys.HttpApiKeyFile}`.");
}
