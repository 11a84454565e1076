using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NaturalThoughts.Cluster.Tests.Support;

/// <summary>A quiet web server on a free port of this machine that serves models.</summary>
static class LoopbackApp
{
    /// <summary>Built, not started.</summary>
    /// <param name="models">The models it lists.</param>
    public static WebApplication Build(params string[] models)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/v1/models", () => Results.Json(new { data = models.Select(id => new { id }) }));
        return app;
    }
}
