using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace NaturalThoughts.Cluster.Tests.Support;

/// <summary>A server on this machine that embeds texts by their words, refuses as it is told, and writes down what it was asked.</summary>
sealed class EmbeddingServer : IAsyncDisposable
{
    public const string Name = "test/embedder";

    readonly WebApplication _app;
    readonly ConcurrentQueue<string[]> _batches = [];
    TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _left = int.MaxValue;

    EmbeddingServer(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>Texts by call, in the order they came.</summary>
    public IReadOnlyCollection<string[]> Batches => _batches;

    /// <summary>All texts asked for, as often as they were.</summary>
    public IReadOnlyList<string> Inputs => [.. _batches.SelectMany(batch => batch)];

    /// <summary>Which texts make it refuse a call.</summary>
    public Func<string, bool> Refuses { get; set; } = _ => false;

    /// <summary>Dimensions of its vectors.</summary>
    public int Dimensions { get; set; } = 256;

    public static async Task<EmbeddingServer> StartAsync()
    {
        var app = LoopbackApp.Build(Name);
        var server = new EmbeddingServer(app);
        app.MapPost("/v1/embeddings", server.EmbedAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Answers so many calls more, and then none before it is released.</summary>
    public void HoldAfter(int calls)
    {
        _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _left = calls;
    }

    /// <summary>Answers what was asked, and from now on at once.</summary>
    public void Release()
    {
        _left = int.MaxValue;
        _released.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        Release();
        await _app.DisposeAsync();
    }

    async Task EmbedAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        string[] texts = [.. body.RootElement.GetProperty("input").EnumerateArray().Select(text => text.GetString()!)];
        _batches.Enqueue(texts);
        if (Interlocked.Decrement(ref _left) < 0) await _released.Task.WaitAsync(context.RequestAborted);
        if (texts.Any(Refuses))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("""{"error":{"message":"I do not like one of them."}}""");
            return;
        }

        await context.Response.WriteAsJsonAsync(new { data = texts.Select((text, index) => new { index, embedding = VectorOf(text) }) });
    }

    // Texts that share words are near each other.
    double[] VectorOf(string text)
    {
        var vector = new double[Dimensions];
        foreach (var word in text.Split(' '))
            vector[word.Aggregate(7u, (hash, letter) => (hash * 31) + letter) % 1_000_003 % Dimensions] += 1;
        vector[0] += 0.01;
        return vector;
    }
}
