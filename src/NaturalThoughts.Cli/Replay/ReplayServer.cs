using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Inference.Recorded;

namespace NaturalThoughts.Cli.Replay;

/// <summary>Recorded responses behind the interface of a model server.</summary>
/// <remarks>Of several samples a request with seed s gets number s modulo their count, and requests without a seed get them in
/// turn.</remarks>
sealed class ReplayServer
{
    readonly RecordedFile _file;
    readonly TimeProvider _time;
    readonly string _prompt;
    readonly double _rate;
    readonly Dictionary<(QuestionId, string), ImmutableArray<int>> _samples;
    readonly ConcurrentDictionary<(QuestionId, string), int> _turns = [];

    ReplayServer(RecordedFile file, string prompt, double rate, TimeProvider time)
    {
        (_file, _prompt, _rate, _time) = (file, prompt, rate, time);
        _samples = file.Responses.GroupBy(row => (row.Question, row.Model))
            .ToDictionary(rows => rows.Key, rows => rows.Select(row => row.Sample).Order().ToImmutableArray());
    }

    /// <summary>Puts it together; nothing is begun.</summary>
    /// <param name="file">The responses; its owner disposes of it.</param>
    /// <param name="urls">Where it listens; several with semicolons.</param>
    /// <param name="prompt">What the question stands in where it is asked.</param>
    /// <param name="rate">Tokens of a response a second; 0: all at once.</param>
    /// <param name="time">The clock.</param>
    public static WebApplication Build(RecordedFile file, string urls, string prompt, double rate, TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var server = new ReplayServer(file, prompt, rate, time);
        app.UseRouting();
        app.MapGet("/health/ready", context => context.Response.WriteAsJsonAsync(new { status = "ok", checks = Array.Empty<object>() }));
        app.MapGet("/v1/models", server.ListAsync);
        app.MapPost("/v1/chat/completions", server.CompleteAsync);
        return app;
    }

    Task ListAsync(HttpContext context) => context.Response.WriteAsJsonAsync(new
    {
        @object = "list",
        data = _file.Models.Select(model => new { id = model, @object = "model", created = 0, owned_by = "recorded" }),
    });

    async Task CompleteAsync(HttpContext context)
    {
        ReplayRequest request;
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            request = ReplayRequest.Parse(body.RootElement, _prompt);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"This is no chat completion: {error.Message}");
            return;
        }

        if (Find(request) is { } row) await new ReplayAnswer(request, row, _time, _rate).WriteAsync(context);
        else if (!_file.Models.Contains(request.Model))
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"The model `{request.Model}` does not exist.");
        // Not 404: that says that the model is not served, and would keep its other questions away.
        else await RefuseAsync(context, StatusCodes.Status422UnprocessableEntity,
            $"{_file.Name} holds no response of `{request.Model}` to question {request.Question}.");
    }

    RecordedRow? Find(ReplayRequest request)
    {
        var key = (request.Question, request.Model);
        if (!_samples.TryGetValue(key, out var samples)) return null;
        var number = request.Seed ?? _turns.AddOrUpdate(key, 0, (_, turn) => turn + 1);
        var sample = samples[(int)(((number % samples.Length) + samples.Length) % samples.Length)];
        return _file.Find(request.Question, request.Model, sample);
    }

    static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error = new { message, type = "invalid_request_error", code = status } });
    }
}
