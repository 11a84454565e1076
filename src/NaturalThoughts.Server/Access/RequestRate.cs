using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Api;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Access;

/// <summary>How many requests of one caller are answered; of callers nobody knows, how many of one address.</summary>
static class RequestRate
{
    // So many seconds' worth may come at once.
    const int Burst = 4;

    /// <summary>Registers it.</summary>
    public static void AddRequestRate(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<ServeSettings>((options, settings) =>
        {
            options.GlobalLimiter = Of(settings.Http.RequestsPerSecond);
            options.OnRejected = (rejected, _) => new(RefuseAsync(rejected, settings.Http.RequestsPerSecond));
        });
    }

    static PartitionedRateLimiter<HttpContext> Of(int perSecond) => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        ApiDoor.IsBehind(context.Request.Path) || BrowserSession.IsTry(context.Request)
            ? RateLimitPartition.GetTokenBucketLimiter(Caller.KeyOf(context), _ => new()
            {
                TokenLimit = Burst * perSecond, TokensPerPeriod = perSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0,
            })
            : RateLimitPartition.GetNoLimiter(""));

    static Task RefuseAsync(OnRejectedContext rejected, int perSecond)
    {
        var known = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after);
        var wait = known ? Math.Max(1, Math.Ceiling(after.TotalSeconds)) : 1;
        rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return ApiErrors.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, [new Problem(
            "These are too many requests.",
            Expected: $"{perSecond} a second, {Burst * perSecond} at once", Fix: $"Ask again in {wait} s.")]);
    }
}
