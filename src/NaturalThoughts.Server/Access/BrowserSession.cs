using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Access;

/// <summary>Browsers that logged in: a sealed cookie says who, in place of a key or a token that a browser cannot send.</summary>
static class BrowserSession
{
    /// <summary>The scheme's name.</summary>
    public const string Scheme = "session";

    /// <summary>Where one logs in.</summary>
    public const string LogInPath = "/log-in";

    // All silos of a cluster share the root, so each knows the cookies of the others, and they outlive a silo.
    const string Folder = ".sessions";

    static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>Registers it.</summary>
    public static void AddSession(this AuthenticationBuilder authentication, ServeSettings settings)
    {
        var protection = authentication.Services.AddDataProtection().SetApplicationName($"naturalthoughts {settings.Cluster.Id}");
        if (settings.Http.AsksWho) protection.PersistKeysToFileSystem(OwnersFolder(Path.Combine(settings.Root, Folder)));
        else protection.UseEphemeralDataProtectionProvider();
        authentication.AddCookie(Scheme, options =>
        {
            // Cookies know no ports: clusters on one machine are told apart by name.
            options.Cookie.Name = $"naturalthoughts-{Uri.EscapeDataString(settings.Cluster.Id)}";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = Lifetime;
            options.Events.OnValidatePrincipal = context =>
            {
                var keys = context.HttpContext.RequestServices.GetRequiredService<CurrentKeys>();
                if (context.Principal is not { } user || Caller.Of(user) is not { } caller || !keys.Admits(caller))
                    context.RejectPrincipal();
                return Task.CompletedTask;
            };
        });
    }

    static DirectoryInfo OwnersFolder(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>Whether somebody tries a key or a token.</summary>
    public static bool IsTry(HttpRequest request) => request.Path == LogInPath && HttpMethods.IsPost(request.Method);

    /// <summary>Logs a browser in by a key or a token.</summary>
    /// <returns>Why it is not; null when it is.</returns>
    public static async Task<Problem?> BeginAsync(HttpContext context, string secret, HttpSettings settings, CurrentKeys keys)
    {
        var properties = new AuthenticationProperties();
        var caller = keys.Find(secret);
        if (caller is null && settings.Oidc is { } oidc && OidcTokens.LooksLikeOne(secret))
        {
            context.Request.Headers.Authorization = $"Bearer {secret}";
            var token = await OidcTokens.CheckAsync(context, oidc);
            if (token.Problem is { } refused) return refused;
            (caller, properties.ExpiresUtc, properties.AllowRefresh) = (token.Caller, token.Caller?.Until, false);
        }

        if (caller is null) return new("The server knows no such key.");
        context.User = caller.ToPrincipal();
        await context.SignInAsync(Scheme, context.User, properties);
        return null;
    }

    /// <summary>Logs a browser out.</summary>
    public static async Task<IResult> EndAsync(HttpContext context)
    {
        if (CrossSite.Of(context.Request) is { } foreign)
            return Results.Problem(foreign.ToString(), statusCode: StatusCodes.Status403Forbidden);
        await context.SignOutAsync(Scheme);
        return Results.Redirect(LogInPath);
    }
}
