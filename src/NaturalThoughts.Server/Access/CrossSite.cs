using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Server.Access;

/// <summary>Requests that a page of another site had somebody's browser send.</summary>
static class CrossSite
{
    const string FetchSite = "Sec-Fetch-Site";

    /// <summary>Why a request is one; null where it is not. Programs other than browsers send neither header.</summary>
    public static Problem? Of(HttpRequest request)
    {
        var site = request.Headers[FetchSite].ToString();
        if (site is not ("" or "same-origin" or "none"))
            return new("A page of another site asks for this.", FetchSite, Expected: "`same-origin` or `none`", Fix: Fix);
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || IsHost(origin, request.Host)
            ? null
            : new("A page of another site asks for this.", HeaderNames.Origin, Expected: $"`{request.Host}`", Fix: Fix);
    }

    // The scheme is not looked at: a proxy before the server may speak TLS for it.
    static bool IsHost(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Scheme is "http" or "https"
        && from.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase)
        && from.Port == (host.Port ?? (from.Scheme == "https" ? 443 : 80));

    const string Fix = "Ask from the server's own pages, or from no browser.";
}
