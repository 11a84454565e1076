using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Net.Http.Headers;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Access;

/// <summary>Bearer tokens of an OpenID Connect issuer.</summary>
static class OidcTokens
{
    const string Scheme = "oidc";
    const string Subject = "sub";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <summary>Registers how they are checked: signed by a key that the issuer publishes, for this server, and not expired.</summary>
    public static void AddOidc(this AuthenticationBuilder authentication, OidcSettings settings) =>
        authentication.AddJwtBearer(Scheme, options =>
        {
            options.Authority = settings.Authority.ToString().TrimEnd('/');
            options.Audience = settings.Audience;
            options.RequireHttpsMetadata = settings.Authority.Scheme == Uri.UriSchemeHttps;
            options.BackchannelTimeout = Patience;
            options.MapInboundClaims = false;
            options.TokenValidationParameters = new()
            {
                NameClaimType = Subject,
                RoleClaimType = settings.RoleClaim,
                ClockSkew = Skew,
                // Not those with a shared secret: the issuer's public key would do as one.
                ValidAlgorithms =
                [
                    SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
                    SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
                    SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
                ],
            };
        });

    /// <summary>Whether a text has the form of a signed token.</summary>
    public static bool LooksLikeOne(string text) => text.Count(letter => letter == '.') == 2;

    /// <summary>Who asks by the token of a request, or why it opens nothing.</summary>
    public static async Task<CheckedToken> CheckAsync(HttpContext context, OidcSettings settings)
    {
        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(Scheme);
        try
        {
            // Asked for here as well, because the check itself would only say that it knows no key.
            await options.ConfigurationManager!.GetConfigurationAsync(context.RequestAborted);
        }
        catch (InvalidOperationException error)
        {
            return new(null, StatusCodes.Status503ServiceUnavailable, new(
                $"The issuer of tokens cannot be asked: {error.GetBaseException().Message}", settings.Authority.ToString(),
                Fix: "Ask again in a moment, or use a key."));
        }

        var result = await context.AuthenticateAsync(Scheme);
        if (result.Principal is not { } holder || holder.FindFirst(Subject)?.Value is not { Length: > 0 } name)
            return new(null, StatusCodes.Status401Unauthorized, Refused(result.Failure, settings));
        var until = result.Properties?.ExpiresUtc;
        if (holder.IsInRole(settings.Operator)) return new(new(name, Role.Operator, Caller.Token) { Until = until }, 0, null);
        if (holder.IsInRole(settings.Viewer)) return new(new(name, Role.Viewer, Caller.Token) { Until = until }, 0, null);
        return new(null, StatusCodes.Status403Forbidden, new(
            "The token gives no role here.", HeaderNames.Authorization,
            Expected: $"`{settings.Viewer}` or `{settings.Operator}` in the claim `{settings.RoleClaim}`",
            Fix: "Have the issuer give the role, and get a new token."));
    }

    static Problem Refused(Exception? failure, OidcSettings settings)
    {
        var (what, expected) = failure switch
        {
            null => ("The token says of nobody whose it is.", $"a claim `{Subject}`"),
            SecurityTokenExpiredException => ("The token has expired.", null),
            SecurityTokenNotYetValidException => ("The token is not valid yet.", null),
            SecurityTokenNoExpirationException => ("The token would never expire.", "a claim `exp`"),
            SecurityTokenInvalidAudienceException => ("The token is meant for another audience.", $"`{settings.Audience}`"),
            SecurityTokenInvalidIssuerException => ("The token is of another issuer.", $"{settings.Authority}"),
            SecurityTokenInvalidSignatureException => ("The token is not signed by its issuer.", null),
            _ => ("The token does not read.", (string?)null),
        };
        return new(what, HeaderNames.Authorization, Expected: expected, Fix: "Get a new token from the issuer.");
    }
}

/// <summary>What came of a token.</summary>
/// <param name="Caller">Whose it is; null where it opens nothing.</param>
/// <param name="Status">The HTTP status to refuse it with.</param>
/// <param name="Problem">Why it opens nothing.</param>
readonly record struct CheckedToken(Caller? Caller, int Status, Problem? Problem);
