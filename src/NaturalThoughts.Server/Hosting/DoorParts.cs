using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Api;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Hosting;

/// <summary>What every request passes through.</summary>
static class DoorParts
{
    /// <summary>Registers it.</summary>
    public static void AddDoor(this IServiceCollection services, ServeSettings settings)
    {
        services.AddSingleton<CurrentKeys>().AddSingleton<AuditLog>();
        var authentication = services.AddAuthentication(CallerAuthentication.Name)
            .AddScheme<AuthenticationSchemeOptions, CallerAuthentication>(CallerAuthentication.Name, null);
        if (settings.Http.Oidc is { } oidc) authentication.AddOidc(oidc);
        authentication.AddSession(settings);
        services.AddRequestRate();
    }

    /// <summary>Puts it in. Whoever is refused gets the headers and the form of every answer, and is written down.</summary>
    public static void UseDoor(this IApplicationBuilder app) => app
        .UseMiddleware<SecurityHeaders>()
        .UseMiddleware<AuditTrail>()
        .UseMiddleware<ApiErrors>()
        .UseAuthentication()
        .UseRateLimiter()
        .UseMiddleware<ApiDoor>();
}
