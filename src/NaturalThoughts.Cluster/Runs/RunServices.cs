using Microsoft.Extensions.DependencyInjection;
using NaturalThoughts.Cluster.Silos;
using NaturalThoughts.Cluster.Slots;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>What a silo needs to work on runs.</summary>
public static class RunServices
{
    /// <summary>Registers it.</summary>
    /// <param name="services">The silo's services; a <see cref="TimeProvider"/> is among them.</param>
    /// <param name="root">The folder of runs.</param>
    /// <param name="own">The endpoints beside this silo.</param>
    public static IServiceCollection AddRuns(this IServiceCollection services, string root, OwnEndpoints own)
    {
        services.AddPlacementDirector<NamedSiloPlacement, NamedSiloDirector>();
        return services
            .AddSingleton(new RunRoot(root))
            .AddSingleton(own)
            .AddSingleton<EndpointOwners>()
            .AddSingleton<SiloStanding>()
            .AddSingleton<SiloResponses>()
            .AddSingleton<OwnModels>()
            .AddHostedService(provider => provider.GetRequiredService<OwnModels>())
            .AddSingleton<RunCatalog>()
            .AddSingleton(new DrainGrace(TimeSpan.FromSeconds(10)))
            .AddSingleton<SiloDrain>()
            .AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<SiloDrain>());
    }

    /// <summary>Has the silo go on with runs that were at work when their silo died.</summary>
    public static IServiceCollection AddRunWatch(this IServiceCollection services) => services.AddHostedService<RunWatch>();
}
