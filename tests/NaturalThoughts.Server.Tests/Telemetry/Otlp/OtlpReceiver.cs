using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NaturalThoughts.Server.Tests.Telemetry.Otlp;

/// <summary>A collector: keeps what silos send it over the wire.</summary>
sealed class OtlpReceiver : IAsyncDisposable
{
    readonly WebApplication _app;

    OtlpReceiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>Spans, with the silo that sent them.</summary>
    public ConcurrentQueue<(string Silo, Span Span)> Spans { get; } = [];

    /// <summary>Names of metrics.</summary>
    public ConcurrentDictionary<string, bool> Metrics { get; } = [];

    /// <summary>Log lines.</summary>
    public ConcurrentQueue<LogRecord> Lines { get; } = [];

    /// <summary>What requests said in their headers.</summary>
    public ConcurrentDictionary<string, bool> Keys { get; } = [];

    /// <summary>Starts one.</summary>
    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<Traces>().AddSingleton<Numbers>().AddSingleton<Logs>();
        OtlpReceiver? receiver = null;
        builder.Services.AddSingleton(_ => receiver!);
        var app = builder.Build();
        receiver = new(app);
        app.MapGrpcService<Traces>();
        app.MapGrpcService<Numbers>();
        app.MapGrpcService<Logs>();
        await app.StartAsync();
        return receiver;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    static string SiloOf(Resource resource) =>
        resource.Attributes.Single(attribute => attribute.Key == "service.instance.id").Value.Text;

    sealed class Traces(OtlpReceiver receiver) : TraceService.TraceServiceBase
    {
        public override Task<TracesResponse> Export(TracesRequest request, ServerCallContext context)
        {
            if (context.RequestHeaders.GetValue("x-key") is { } key) receiver.Keys[key] = true;
            foreach (var resource in request.ResourceSpans)
                foreach (var span in resource.ScopeSpans.SelectMany(scope => scope.Spans))
                    receiver.Spans.Enqueue((SiloOf(resource.Resource), span));
            return Task.FromResult(new TracesResponse());
        }
    }

    sealed class Numbers(OtlpReceiver receiver) : MetricsService.MetricsServiceBase
    {
        public override Task<MetricsResponse> Export(MetricsRequest request, ServerCallContext context)
        {
            foreach (var metric in request.ResourceMetrics.SelectMany(resource => resource.ScopeMetrics).SelectMany(scope => scope.Metrics))
                receiver.Metrics[metric.Name] = true;
            return Task.FromResult(new MetricsResponse());
        }
    }

    sealed class Logs(OtlpReceiver receiver) : LogsService.LogsServiceBase
    {
        public override Task<LogsResponse> Export(LogsRequest request, ServerCallContext context)
        {
            foreach (var line in request.ResourceLogs.SelectMany(resource => resource.ScopeLogs).SelectMany(scope => scope.LogRecords))
                receiver.Lines.Enqueue(line);
            return Task.FromResult(new LogsResponse());
        }
    }
}
