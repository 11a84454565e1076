using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using NaturalThoughts.Cluster.Runs;
using Orleans.Configuration;

namespace NaturalThoughts.Server.Hosting;

/// <summary>What every silo has, inside a command or as a process of its own.</summary>
static class SiloParts
{
    /// <summary>The parts that grains ask for.</summary>
    public static IServiceCollection AddParts(this IServiceCollection services, string root, OwnEndpoints own) =>
        services.AddSingleton(TimeProvider.System).AddRuns(root, own);

    /// <summary>A silo that nobody else reaches: loopback, and ports of its own unless some are given.</summary>
    public static ISiloBuilder UseAlone(this ISiloBuilder silo, int port = 0, int gateway = 0)
    {
        var free = FreePorts();
        return silo
            .UseLocalhostClustering(port > 0 ? port : free.Silo, gateway > 0 ? gateway : free.Gateway)
            .Configure<EndpointOptions>(endpoint => endpoint.AdvertisedIPAddress = IPAddress.Loopback);
    }

    /// <summary>What holds for every silo.</summary>
    public static ISiloBuilder UseRuns(this ISiloBuilder silo) =>
        silo.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = TimeSpan.FromMinutes(5))
            // A question is called for a while and then never again: by default a million places of grains that are gone are remembered.
            .Configure<GrainDirectoryOptions>(directory => directory.CacheSize = 1 << 14);

    /// <summary>Two ports that are free now.</summary>
    public static (int Silo, int Gateway) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
