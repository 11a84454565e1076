using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Server.Hosting;

namespace NaturalThoughts.Server;

/// <summary>One silo inside this process: the same grains and the same log as on a cluster, with nothing to install.</summary>
public static class LocalSilo
{
    /// <summary>Starts it; the host's <see cref="IGrainFactory"/> reaches its grains.</summary>
    /// <param name="root">The folder of runs.</param>
    /// <param name="verbose">Whether the silo's own log lines are shown on standard error.</param>
    /// <param name="cancellation">Gives the start up.</param>
    /// <param name="further">Puts in what the silo is to have besides, such as call filters.</param>
    public static async Task<IHost> StartAsync(
        string root, bool verbose, CancellationToken cancellation, Action<IServiceCollection>? further = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddFilter(null, verbose ? LogLevel.Information : LogLevel.Critical)
            .AddFilter("NaturalThoughts", verbose ? LogLevel.Debug : LogLevel.Error)
            .AddPlainConsole(console => console.SingleLine = true);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddParts(root, OwnEndpoints.None);
        further?.Invoke(builder.Services);

        // Ports of its own, so that several commands can run beside each other.
        builder.UseOrleans(orleans => orleans.UseAlone().UseRuns());
        var host = builder.Build();
        await host.StartAsync(cancellation);
        return host;
    }
}
