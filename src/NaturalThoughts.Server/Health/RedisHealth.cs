using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace NaturalThoughts.Server.Health;

/// <summary>Whether Redis answers.</summary>
sealed class RedisHealth(IConnectionMultiplexer redis) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var took = await redis.GetDatabase().PingAsync().WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy($"Redis answered in {took.TotalMilliseconds:0.0} ms.");
        }
        catch (Exception error) when (error is RedisException or TimeoutException or ObjectDisposedException)
        {
            // Its own message lists the client's inner state over many lines.
            var why = redis.IsConnected ? "it does not answer in time" : "there is no connection";
            return HealthCheckResult.Unhealthy($"Redis cannot be used: {why} ({error.GetType().Name}).");
        }
    }
}
