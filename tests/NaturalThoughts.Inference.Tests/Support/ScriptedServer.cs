using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NaturalThoughts.Inference.Tests.Support;

/// <summary>A real HTTP server on this machine that answers completions as a test says.</summary>
sealed class ScriptedServer : IAsyncDisposable
{
    /// <summary>Where <see cref="HttpContext.Items"/> holds the request's body.</summary>
    public const string BodyItem = "body";

    readonly WebApplication _app;
    readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    ScriptedServer(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>What GET /v1/models answers.</summary>
    public string Models { get; set; } = """{"object":"list","data":[{"id":"m","root":"org/m","parent":null,"max_model_len":4096}]}""";

    public int ModelsStatus { get; set; } = 200;

    /// <summary>What POST /v1/chat/completions does.</summary>
    public Func<HttpContext, Task> Completion { get; set; } = context => Sse(context, "data: [DONE]\n\n");

    /// <summary>What POST /v1/embeddings does; null: there is no such path.</summary>
    public Func<HttpContext, string, Task>? Embedding { get; set; }

    public ConcurrentQueue<string> Bodies { get; } = [];

    public ConcurrentQueue<string> EmbeddingBodies { get; } = [];

    public ConcurrentQueue<string> Authorizations { get; } = [];

    /// <summary>Ends when a client closed its connection while it was answered.</summary>
    public Task Aborted => _aborted.Task;

    public static async Task<ScriptedServer> StartAsync(Func<HttpContext, Task>? completion = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ScriptedServer(app);
        if (completion is not null) server.Completion = completion;
        app.MapGet("/v1/models", server.ListAsync);
        app.MapPost("/v1/chat/completions", server.CompleteAsync);
        app.MapPost("/v1/embeddings", server.EmbedAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Sends a stream one byte at a time.</summary>
    public static async Task Sse(HttpContext context, string stream)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var one in Encoding.UTF8.GetBytes(stream))
        {
            await context.Response.Body.WriteAsync(new[] { one }, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    public static async Task Status(HttpContext context, int status, string body, string? retryAfter = null)
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.WriteAsync(body);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    async Task ListAsync(HttpContext context)
    {
        Authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
        await Status(context, ModelsStatus, Models);
    }

    async Task EmbedAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        EmbeddingBodies.Enqueue(body);
        await (Embedding?.Invoke(context, body) ?? Status(context, 404, """{"detail":"Not Found"}"""));
    }

    async Task CompleteAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        Bodies.Enqueue(body);
        context.Items[BodyItem] = body;
        Authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
        await using var watching = context.RequestAborted.Register(() => _aborted.TrySetResult());
        try
        {
            await Completion(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            _aborted.TrySetResult();
        }
    }
}
