using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace NaturalThoughts.Server.Access;

/// <summary>Tells browsers to take every answer for what it says it is, to show it nowhere, and to keep no copy.</summary>
sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>Handles a request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        context.Response.OnStarting(() =>
        {
            // What has a version may be kept, if it is asked about each time.
            if (!headers.ContainsKey(HeaderNames.CacheControl))
                headers.CacheControl = headers.ContainsKey(HeaderNames.ETag) ? "private, no-cache" : "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
