using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Core.Telemetry;
using NaturalThoughts.Server.Configuration;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NaturalThoughts.Server.Telemetry;

/// <summary>Who hears what the silo tells about itself: a scraper at <c>/metrics</c>, and a collector.</summary>
static class TelemetryParts
{
    /// <summary>Where metrics are scraped.</summary>
    public const string Page = "/metrics";

    // Besides our own.
    static readonly string[] Meters =
    [
        "Microsoft.Orleans", "System.Runtime", "System.Net.Http", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
    ];

    // In seconds.
    static readonly double[] Responses = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560];

    /// <summary>Registers it.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder, ServeSettings settings)
    {
        var (telemetry, services) = (settings.Telemetry, builder.Services);
        // The libraries look for their standard variables in the configuration.
        builder.Configuration.AddInMemoryCollection(ServeConfiguration.EnvironmentOfProcess
            .Where(variable => variable.Key.StartsWith("OTEL_", StringComparison.Ordinal))
            .Select(variable => KeyValuePair.Create(variable.Key, (string?)variable.Value)));
        services.AddHostedService<SiloGauges>();
        var parts = services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService("naturalthoughts", settings.Cluster.Id, typeof(TelemetryParts).Assembly.GetName().Version?.ToString(3))
            // What an operator says in its variables holds over that.
            .AddEnvironmentVariableDetector());
        if (telemetry.Metrics || telemetry.Otlp is not null)
            parts.WithMetrics(metrics =>
            {
                metrics.AddMeter([Observed.Name, .. Meters]);
                // The library's own end at 82 s; a response with much reasoning takes longer.
                metrics.AddView("gen_ai.client.operation.duration", new ExplicitBucketHistogramConfiguration { Boundaries = Responses });
                if (telemetry.Metrics) metrics.AddPrometheusExporter();
                if (telemetry.Otlp is not null) metrics.AddOtlpExporter(otlp => To(otlp, telemetry, "v1/metrics"));
            });
        if (telemetry.Otlp is null) return;
        parts.WithTracing(traces => traces
            .SetSampler(new WorthTracing(telemetry.Questions))
            .AddSource(Observed.Name, "Microsoft.Orleans.Application")
            .AddAspNetCoreInstrumentation(requests => requests.Filter = IsChange)
            .AddHttpClientInstrumentation()
            .AddOtlpExporter(otlp => To(otlp, telemetry, "v1/traces")));
        builder.Logging.AddOpenTelemetry(log =>
        {
            log.IncludeFormattedMessage = true;
            log.AddOtlpExporter(otlp => To(otlp, telemetry, "v1/logs"));
        });
    }

    /// <summary>Puts the page in.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder pages, TelemetrySettings telemetry)
    {
        if (telemetry.Metrics) pages.MapPrometheusScrapingEndpoint(Page);
    }

    static void To(OtlpExporterOptions options, TelemetrySettings telemetry, string path)
    {
        options.Protocol = telemetry.OverHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        options.Endpoint = telemetry.OverHttp ? new($"{telemetry.Otlp!.AbsoluteUri.TrimEnd('/')}/{path}") : telemetry.Otlp!;
        if (!telemetry.Headers.IsEmpty)
            options.Headers = string.Join(',', telemetry.Headers.Select(header => $"{header.Key}={Uri.EscapeDataString(header.Value)}"));
    }

    // Pages look every few seconds.
    static bool IsChange(HttpContext context) => HttpMethods.IsPost(context.Request.Method) && !context.Request.Path.StartsWithSegments("/_blazor");
}
