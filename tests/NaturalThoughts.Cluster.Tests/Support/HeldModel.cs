using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace NaturalThoughts.Cluster.Tests.Support;

/// <summary>A model server on this machine that answers when a test lets it.</summary>
sealed class HeldModel : IAsyncDisposable
{
    public const string Name = "test/teacher";

    readonly WebApplication _app;
    readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly ConcurrentQueue<string> _questions = [];

    int _refusals;
    int _breaks;

    HeldModel(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>The questions asked so far, in the order they came.</summary>
    public IReadOnlyCollection<string> Questions => _questions;

    /// <summary>What it says to a question.</summary>
    public static string Reasoning(string question) => $" About {question}\n";

    public static string Content(string question) => $"<think>Again {question}</think> 42 ";

    /// <param name="refusals">How many requests it refuses before it answers one.</param>
    /// <param name="breaks">How many it answers by a stream that breaks off after the reasoning.</param>
    public static async Task<HeldModel> StartAsync(int refusals = 0, int breaks = 0)
    {
        var app = LoopbackApp.Build(Name);
        var model = new HeldModel(app) { _refusals = refusals, _breaks = breaks };
        app.MapPost("/v1/chat/completions", model.CompleteAsync);
        await app.StartAsync();
        return model;
    }

    /// <summary>Answers what was asked, and from now on at once.</summary>
    public void Release() => _released.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        await _app.DisposeAsync();
    }

    async Task CompleteAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var question = body.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;
        _questions.Enqueue(question);
        await _released.Task.WaitAsync(context.RequestAborted);
        if (Interlocked.Decrement(ref _refusals) >= 0)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (Interlocked.Decrement(ref _breaks) >= 0)
        {
            context.Response.ContentType = "text/event-stream";
            var chunk = new { choices = new[] { new { delta = new { reasoning_content = Reasoning(question) } } } };
            await context.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk)}\n\n");
            return;
        }

        var message = new { role = "assistant", content = Content(question), reasoning_content = Reasoning(question) };
        await context.Response.WriteAsJsonAsync(new
        {
            choices = new[] { new { message, finish_reason = "stop" } },
            usage = new { prompt_tokens = 5, completion_tokens = 7 },
        });
    }
}
