using System.Collections.Immutable;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Silos;
using NaturalThoughts.Cluster.Slots;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>The silos of the cluster, each asked how it is.</summary>
sealed class SiloRoll(EndpointOwners members, IGrainFactory grains, TimeProvider time)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Their addresses, in ordinal order.</summary>
    public IEnumerable<string> Silos => members.Silos.Select(silo => silo.ToParsableString()).Order(StringComparer.Ordinal);

    /// <summary>The one that this process is.</summary>
    public string Local => members.Local.ToParsableString();

    /// <summary>What each says; one that does not answer has a line as well.</summary>
    public async Task<ImmutableArray<SiloLine>> AskAsync(IEnumerable<string> silos, CancellationToken cancellation) =>
        [.. await Task.WhenAll(silos.Select(silo => AskAsync(silo, cancellation)))];

    async Task<SiloLine> AskAsync(string silo, CancellationToken cancellation)
    {
        try
        {
            var report = await grains.GetGrain<ISiloGrain>(silo).Report().WaitAsync(Patience, time, cancellation);
            return new(silo, report.MayBegin ? SiloState.Works : SiloState.HoldsBack, report, null);
        }
        catch (Exception error) when (Passing.Is(error))
        {
            return new(silo, SiloState.DoesNotAnswer, null, error.Message);
        }
    }
}
