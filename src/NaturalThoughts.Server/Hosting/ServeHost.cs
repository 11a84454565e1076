using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Silos;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Api;
using NaturalThoughts.Server.Configuration;
using NaturalThoughts.Server.Console;
using NaturalThoughts.Server.Drain;
using NaturalThoughts.Server.Health;
using NaturalThoughts.Server.Membership;
using NaturalThoughts.Server.Telemetry;
using StackExchange.Redis;

namespace NaturalThoughts.Server.Hosting;

/// <summary>A silo as a process of its own, with its HTTP interface.</summary>
public static class ServeHost
{
    // A silo that lost its membership cannot take its leave properly; it must not hang while its supervisor waits to start it anew.
    static readonly TimeSpan LeaveAtOnce = TimeSpan.FromSeconds(5);

    // Its build lists the console's files under this name.
    const string Program = "naturalthoughts";

    /// <summary>Serves until the process is asked to end, or cannot go on.</summary>
    /// <param name="settings">What was told.</param>
    /// <param name="configuration">The same, with the sections that the framework reads.</param>
    /// <param name="verbose">Whether everything is logged.</param>
    /// <param name="started">Called once it serves, with the addresses it listens at.</param>
    /// <param name="cancellation">Ends it, as SIGTERM does.</param>
    /// <returns>Why it had to end; null when it was asked to.</returns>
    public static async Task<Problem?> RunAsync(
        ServeSettings settings, IConfiguration configuration, bool verbose, Action<IEnumerable<string>> started,
        CancellationToken cancellation)
    {
        IConnectionMultiplexer? redis = null;
        if (settings.Redis is not null)
        {
            var link = await RedisLink.OpenAsync(settings.Redis, settings.Cluster);
            if (!link.Ok) return link.Problems[0];
            redis = link.Value;
        }

        var app = Build(settings, configuration, redis, verbose);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            await app.DisposeAsync();
            return NotStarted(error);
        }

        started(app.Urls);
        return await EndAsync(app, cancellation);
    }

    /// <summary>Puts it together; nothing is begun.</summary>
    internal static WebApplication Build(ServeSettings settings, IConfiguration configuration, IConnectionMultiplexer? redis, bool verbose)
    {
        // The console's files lie beside the program, wherever it is called from.
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = Program, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        Log(builder.Logging, configuration, settings.Telemetry, verbose);
        builder.AddTelemetry(settings);
        builder.Services.AddParts(settings.Root, new(settings.Inference, settings.Folder)).AddSingleton(new DrainGrace(settings.Grace))
            .AddSingleton(settings).AddSingleton<Departure>().AddSingleton<MembershipLoss>();
        if (redis is not null) builder.Services.AddSingleton(redis);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.Grace + (3 * ServeSilo.Margin));
        builder.Services.AddHostedService<AnnouncedDeparture>();
        builder.Services.AddHealth(redis is not null);
        builder.Services.AddDoor(settings);
        builder.Services.AddApi();
        builder.Services.AddApiDocument(settings.Http);
        builder.Services.AddConsole();
        builder.UseOrleans(silo => ServeSilo.Configure(silo, settings, redis));
        // Asks grains, so it begins after the silo.
        builder.Services.AddRunWatch();
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().UseUrls([.. settings.Http.Urls]).ConfigureKestrel(kestrel =>
        {
            kestrel.Configure(builder.Configuration.GetSection("Kestrel"));
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RunApi.LargestRequest;
        });

        var app = builder.Build();
        app.UseConsole();
        // The door asks what the endpoint does.
        app.UseRouting();
        app.UseDoor();
        app.MapHealth();
        app.MapMetrics(settings.Telemetry);
        app.MapApi();
        app.MapOpenApi();
        app.MapConsole();
        return app;
    }

    static void Log(ILoggingBuilder logging, IConfiguration configuration, TelemetrySettings telemetry, bool verbose)
    {
        // Each line names the trace it was written in.
        logging.Configure(factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId)
            .SetMinimumLevel(verbose ? LogLevel.Information : LogLevel.Warning)
            // Who asks is told; a probe that fails every second need not fill the log, too.
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)
            // It warns that the key of sessions is not encrypted: the folder is the owner's alone, and docs/operations.md says so.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("NaturalThoughts", verbose ? LogLevel.Debug : LogLevel.Information)
            .AddConfiguration(configuration.GetSection("Logging"))
            .AddPlainConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ "))
            .Services.Configure<SimpleConsoleFormatterOptions>(console => console.UseUtcTimestamp = true)
            .Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (telemetry.JsonLog)
            logging.AddJsonConsole(json => (json.IncludeScopes, json.UseUtcTimestamp, json.TimestampFormat) = (true, true, "O"));
    }

    static async Task<Problem?> EndAsync(WebApplication app, CancellationToken cancellation)
    {
        var loss = app.Services.GetRequiredService<MembershipLoss>();
        var ended = app.WaitForShutdownAsync(cancellation);
        await Task.WhenAny(ended, loss.Lost);
        if (loss.Happened) await Task.WhenAny(ended, Task.Delay(LeaveAtOnce, CancellationToken.None));
        else await ended;
        if (ended.IsCompleted) await app.DisposeAsync();
        return loss.Happened ? await loss.Lost : null;
    }

    static Problem NotStarted(Exception error)
    {
        var cause = error.GetBaseException();
        var taken = cause is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };
        return new($"The silo cannot start: {cause.Message}",
            Fix: taken ? $"Choose other ports in `{ServeKeys.HttpUrls}`, `{ServeKeys.SiloPort}` and `{ServeKeys.SiloGatewayPort}`." : null);
    }
}
