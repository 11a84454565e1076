using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NaturalThoughts.Server.Api.Json;

namespace NaturalThoughts.Server.Health;

/// <summary><c>/health/live</c> (the process answers) and <c>/health/ready</c> (it can be given work), for supervisors.</summary>
static class HealthPages
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Registers what readiness rests on.</summary>
    public static void AddHealth(this IServiceCollection services, bool redis)
    {
        services.AddSingleton<RootHealth>();
        var checks = services.AddHealthChecks()
            .AddCheck<SiloHealth>("silo", timeout: Patience)
            .AddCheck<RootHealth>("root", timeout: Patience);
        if (redis) checks.AddCheck<RedisHealth>("redis", timeout: Patience);
    }

    /// <summary>Puts both pages in.</summary>
    public static void MapHealth(this IEndpointRouteBuilder pages)
    {
        pages.MapHealthChecks("/health/live", new() { Predicate = _ => false, ResponseWriter = WriteAsync });
        pages.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            Status = report.Status is HealthStatus.Healthy ? "ok" : "not ready",
            Checks = report.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new
            {
                Name = entry.Key,
                Ok = entry.Value.Status is HealthStatus.Healthy,
                Reason = entry.Value.Description ?? entry.Value.Exception?.Message,
            }),
        },
        ApiJson.Options, context.RequestAborted);
}
