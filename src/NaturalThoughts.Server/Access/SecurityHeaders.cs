using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace NaturalThoughts.Server.Access;

/// <summary>Tells browsers to take every answer for what it says it is, to show it in no frame, and to keep no copy.</summary>
sealed class SecurityHeaders(RequestDelegate next)
{
    const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    // Pages run only scripts of the server's own files; the component library writes styles into pages.
    const string OwnPages =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Handles a request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        context.Response.OnStarting(() =>
        {
            var isPage = context.Response.ContentType is { } type && type.StartsWith("text/html", StringComparison.Ordinal);
            headers.ContentSecurityPolicy = isPage ? OwnPages : Nothing;
            // A page's own forms say where they come from: that is how those of other sites are told apart.
            headers["Referrer-Policy"] = isPage ? "same-origin" : "no-referrer";
            // What has a version may be kept, if it is asked about each time.
            if (!headers.ContainsKey(HeaderNames.CacheControl))
                headers.CacheControl = headers.ContainsKey(HeaderNames.ETag) ? "private, no-cache" : "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
