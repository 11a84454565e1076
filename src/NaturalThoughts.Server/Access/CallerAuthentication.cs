using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Api;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Access;

/// <summary>Finds out who asks: by a key, by a token, or, where nobody is asked who they are, by being on this machine.</summary>
sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, ServeSettings settings, CurrentKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string Name = "callers";

    const string Bearer = "Bearer";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!settings.Http.AsksWho)
            return IsLocal(Request.Host) ? Known(Caller.Local) : Unknown(StatusCodes.Status403Forbidden, Foreign);
        var given = Request.Headers.Authorization.ToString();
        if (given.Length == 0) return await OfSessionAsync();
        if (!given.StartsWith($"{Bearer} ", StringComparison.OrdinalIgnoreCase)) return Unknown(StatusCodes.Status401Unauthorized, NoKey);
        var token = given[Bearer.Length..].Trim();
        if (keys.Find(token) is { } caller) return Known(caller);
        if (settings.Http.Oidc is null || !OidcTokens.LooksLikeOne(token)) return Unknown(StatusCodes.Status401Unauthorized, WrongKey);
        var checkedToken = await OidcTokens.CheckAsync(Context, settings.Http.Oidc);
        return checkedToken.Caller is { } holder ? Known(holder) : Unknown(checkedToken.Status, checkedToken.Problem!);
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failed = (await HandleAuthenticateOnceSafeAsync()).Failure;
        if (failed is null && !ApiDoor.IsBehind(Request.Path) && HttpMethods.IsGet(Request.Method))
        {
            Response.Redirect($"{BrowserSession.LogInPath}?then={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
            return;
        }

        var refusal = failed as ProblemsException ?? new ProblemsException(StatusCodes.Status401Unauthorized, [NoKey]);
        if (refusal.Status == StatusCodes.Status401Unauthorized)
            Response.Headers.WWWAuthenticate = failed is null ? Bearer : $"{Bearer} error=\"invalid_token\"";
        await ApiErrors.WriteAsync(Context, refusal.Status, refusal.Problems);
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ApiErrors.WriteAsync(Context, StatusCodes.Status403Forbidden, [new(
            $"`{Caller.Of(Context.User)?.Name}` may look, and change nothing.", HeaderNames.Authorization,
            Expected: "the role `operator`", Fix: "Ask as somebody who has it.")]);

    // A browser sends its cookie with whatever a page has it send, so over HTTP the cookie opens what only looks.
    async Task<AuthenticateResult> OfSessionAsync()
    {
        if (ApiDoor.IsBehind(Request.Path) && ApiDoor.Changes(Context)) return AuthenticateResult.NoResult();
        var session = await Context.AuthenticateAsync(BrowserSession.Scheme);
        return session.Succeeded ? AuthenticateResult.Success(new(session.Principal, Name)) : AuthenticateResult.NoResult();
    }

    // A page in a browser could otherwise reach a server without a key through a name of its own.
    static bool IsLocal(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    static AuthenticateResult Known(Caller caller) => AuthenticateResult.Success(new(caller.ToPrincipal(), Name));

    static AuthenticateResult Unknown(int status, Problem problem) => AuthenticateResult.Fail(new ProblemsException(status, [problem]));

    static Problem NoKey { get; } = new(
        "The server wants an API key.", HeaderNames.Authorization,
        Fix: "Set the variable `NATURALTHOUGHTS_SERVER_KEY` to a key of the server's.");

    static Problem WrongKey { get; } = new(
        "The API key is not the server's.", HeaderNames.Authorization,
        Fix: "Set the variable `NATURALTHOUGHTS_SERVER_KEY` to a key of the server's.");

    static Problem Foreign { get; } = new(
        "Without an API key the server answers on this machine only.", HeaderNames.Host,
        Expected: "localhost or a loopback address", Fix: $"Configure `{ServeKeys.HttpApiKeyFile}` or `{ServeKeys.HttpKeysFile}`.");
}
