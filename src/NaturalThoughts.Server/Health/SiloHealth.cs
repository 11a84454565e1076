using Microsoft.Extensions.Diagnostics.HealthChecks;
using NaturalThoughts.Server.Drain;
using NaturalThoughts.Server.Membership;

namespace NaturalThoughts.Server.Health;

/// <summary>Whether the silo is an active member of its cluster and not about to leave.</summary>
sealed class SiloHealth(IClusterMembershipService membership, ILocalSiloDetails silo, Departure departure, MembershipLoss loss)
    : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = membership.CurrentSnapshot.GetSiloStatus(silo.SiloAddress);
        return Task.FromResult(
            departure.Leaving ? HealthCheckResult.Unhealthy("The silo is leaving.")
            : loss.Missing > 0 ? HealthCheckResult.Unhealthy("The silo's row is missing from the membership table.")
            : status is not SiloStatus.Active ? HealthCheckResult.Unhealthy($"The silo is {status}, not Active.")
            : HealthCheckResult.Healthy($"{silo.SiloAddress} is active."));
    }
}
