using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NaturalThoughts.ModelServers.Answers;
using NaturalThoughts.ModelServers.Counting;
using NaturalThoughts.ModelServers.Faults;
using NaturalThoughts.ModelServers.Protocol;
using NaturalThoughts.ModelServers.Settings;

namespace NaturalThoughts.ModelServers;

/// <summary>A model server without a model: speaks the OpenAI protocol over HTTP, answers with recorded or made-up text, fails as told
/// and counts.</summary>
public sealed class ModelServer : IAsyncDisposable
{
    const int LargestKeptBuffer = 1 << 20;

    readonly WebApplication _app;
    readonly ModelServerOptions _options;
    readonly TimeProvider _time;
    readonly RecordedAnswers _recorded;
    readonly GeneratedAnswers _generated;
    readonly StructuredAnswers _structured;
    readonly ModelCatalog _models;
    readonly Counts _counts;
    readonly CompletionLog? _log;
    readonly ConcurrentBag<ArrayBufferWriter<byte>> _buffers = [];
    readonly CancellationTokenSource _stopping = new();
    ServerSettings _settings;

    ModelServer(WebApplication app, ModelServerOptions options, TimeProvider time)
    {
        (_app, _options, _time, _settings, _counts) = (app, options, time, options.Settings, new(time));
        _recorded = RecordedAnswers.Read(options.Recorded, options.Prompt);
        _generated = new(options.ReasoningTokens);
        _structured = new(options.Unreadable);
        _models = ModelCatalog.Of(options.Models.IsEmpty ? _recorded.Models : options.Models, options.MaxModelLength);
        _log = options.Log is { } path ? CompletionLog.Open(path, _counts.Recall) : null;
    }

    /// <summary>Where it listens: <c>http://127.0.0.1:8001</c>.</summary>
    public string Address => _app.Urls.First();

    /// <summary>What can be changed while it runs.</summary>
    public ServerSettings Settings
    {
        get => Volatile.Read(ref _settings);
        set => Volatile.Write(ref _settings, value);
    }

    /// <summary>How many recorded responses it has.</summary>
    public int Recorded => _recorded.Count;

    /// <summary>Starts a server.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="time">The clock of latency, pace, stalls and the log; null: the real one.</param>
    /// <exception cref="InvalidDataException">A file is not what it should be, or there is no model.</exception>
    /// <exception cref="IOException">A file cannot be read, or the port is taken.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">It cannot listen at that address.</exception>
    public static async Task<ModelServer> StartAsync(ModelServerOptions options, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(options.Host, options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinResponseDataRate = null;
        });
        // A write ends when the system has the bytes: what was sent before a reset arrives.
        builder.WebHost.UseSockets(sockets => sockets.MaxWriteBufferSize = 1);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var app = builder.Build();
        var server = new ModelServer(app, options, time ?? TimeProvider.System);
        app.MapPost("/v1/chat/completions", server.CompleteAsync);
        app.MapGet("/v1/models", context => SendJsonAsync(context, server._models.Json));
        app.MapGet("/health", static context => Task.CompletedTask);
        app.MapGet("/counts", context => SendJsonAsync(context, server.Counts().ToJson(context.Request.Query["each"] == "true")));
        app.MapPost("/reset", context => server.ResetAsync(context));
        app.MapGet("/settings", context => SendJsonAsync(context, SettingsJson.Of(server.Settings)));
        app.MapPost("/settings", server.ChangeAsync);
        app.Lifetime.ApplicationStopping.Register(server._stopping.Cancel);
        await app.StartAsync();
        return server;
    }

    /// <summary>The counts at this moment.</summary>
    public CountsSnapshot Counts() => _counts.Snapshot();

    /// <summary>Counts from zero again, and empties the log.</summary>
    public void Reset()
    {
        _counts.Reset();
        _log?.Clear();
    }

    /// <summary>Ends when the process is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellation) => _app.WaitForShutdownAsync(cancellation);

    /// <summary>Breaks off what is being answered, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _log?.Dispose();
    }

    async Task CompleteAsync(HttpContext context)
    {
        ChatRequest request;
        try
        {
            request = await RequestBody.ReadAsync(context.Request.BodyReader, ChatRequest.Parse, context.RequestAborted);
        }
        catch (JsonException broken)
        {
            await Errors.BadRequestAsync(context, broken.Message);
            return;
        }

        var settings = Settings;
        var prompt = Answer.TokensOf(request.PromptBytes);
        if (!_models.Has(request.Model)) await Errors.NoModelAsync(context, request.Model);
        else if (prompt >= _options.MaxModelLength) await Errors.TooLongAsync(context, _options.MaxModelLength, prompt);
        else if (_counts.Begin(request.Content, settings.Slots) is not { } attempt) await Errors.BusyAsync(context, settings.RetryAfter);
        else await AnswerAsync(context, request, settings, attempt);
    }

    async Task AnswerAsync(HttpContext context, ChatRequest request, ServerSettings settings, Counts.Try attempt)
    {
        _options.Taken?.Invoke(request.Model, request.Schema is null ? request.Question : StructuredAnswers.NameOf(request));
        var buffer = _buffers.TryTake(out var kept) ? kept : new(32 << 10);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            var fault = settings.Faults.Draw(request.Content, attempt.Number, _options.FaultSeed);
            attempt.Fails(fault);
            var reply = new Reply(request, AnswerTo(request, fault, attempt.Number), _options.ReasoningField);
            var exchange = new Exchange(context, reply, settings, fault, attempt, Completed, _time);
            await exchange.RunAsync(buffer, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            context.Abort();
        }
        finally
        {
            attempt.Break();
            buffer.ResetWrittenCount();
            if (buffer.Capacity <= LargestKeptBuffer) _buffers.Add(buffer);
        }

        void Completed()
        {
            if (attempt.Complete()) _log?.Add(request.Content, _time.GetUtcNow());
        }
    }

    Answer AnswerTo(in ChatRequest request, Fault fault, int number)
    {
        var answer = _recorded.Find(request)
            ?? (_structured.Of(request) ?? _generated.Of(request)).Within(request.MaxTokens ?? int.MaxValue);
        var text = Answer.TokensOf(answer.Reasoning.Length) + Answer.TokensOf(answer.Content.Length);
        return fault switch
        {
            Fault.EmptyReasoning => answer.WithoutReasoning(),
            Fault.Length => answer.Within(Math.Max(1, (int)(text * (0.1 + 0.8 * new Chance(request.Content, (ulong)number).NextShare())))),
            _ => answer,
        };
    }

    async Task ResetAsync(HttpContext context)
    {
        Reset();
        await SendJsonAsync(context, Counts().ToJson(each: false));
    }

    async Task ChangeAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request.BodyReader, static json => json.ToArray(), context.RequestAborted);
        var change = SettingsJson.Change(Settings, body);
        if (change.Ok)
        {
            Settings = change.Value;
            await SendJsonAsync(context, SettingsJson.Of(change.Value));
        }
        else await Errors.BadRequestAsync(context, string.Join(' ', change.Problems));
    }

    static Task SendJsonAsync(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json).AsTask();
    }
}
