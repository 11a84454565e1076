using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Streaming;

namespace NaturalThoughts.Inference.Endpoints;

/// <summary>An OpenAI-compatible server (vLLM, SGLang, llama.cpp, a hosted API), asked by streamed chat completions.</summary>
/// <remarks>A server that does not stream is heard only when it has finished: the silence deadline must be longer than its responses
/// take. One that refuses to decode a judgement by its schema is asked again without, and without from then on.</remarks>
public sealed partial class HttpEndpoint : IModelEndpoint
{
    /// <summary>Most bytes of text in one response.</summary>
    public const long MaxResponseBytes = 64 << 20;

    const int MaxErrorBytes = 64 << 10;
    static readonly TimeSpan DiscoveryTimeout = TimeSpan.FromSeconds(10);
    static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly HttpClient _http;
    readonly EndpointAddress _address;
    readonly string? _key;
    readonly TimeProvider _time;
    readonly long _maxResponseBytes;
    // Models that this server does not decode by a schema.
    readonly ConcurrentDictionary<string, bool> _formless = new(StringComparer.Ordinal);

    /// <summary>An endpoint; nothing is sent yet.</summary>
    /// <param name="http">Sends; see <see cref="CreateClient"/>. Its owner disposes of it.</param>
    /// <param name="address">Where.</param>
    /// <param name="key">Sent as a bearer token; null sends none. Never logged.</param>
    /// <param name="time">The clock.</param>
    /// <param name="maxResponseBytes">Most bytes of text in one response.</param>
    public HttpEndpoint(HttpClient http, EndpointAddress address, string? key, TimeProvider time, long maxResponseBytes = MaxResponseBytes)
    {
        (_http, _address, _time, _maxResponseBytes) = (http, address, time, maxResponseBytes);
        _key = string.IsNullOrWhiteSpace(key) ? null : key.Trim();
    }

    /// <inheritdoc/>
    public string Name => _address.Name;

    /// <summary>A client fit for long streams: no overall time limit, no redirects, and an abandoned response closes its
    /// connection.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        // Enough for the end of a stream that was read to its [DONE], so that its connection is used again. What else is left of a
        // response is not read: the server sees the connection close and stops decoding.
        MaxResponseDrainSize = 4096,
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(500),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc/>
    public async Task<Discovery> DiscoverAsync(CancellationToken cancellation)
    {
        using var deadline = new Liveness(DiscoveryTimeout, _time, cancellation);
        try
        {
            using var message = Message(HttpMethod.Get, "models");
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            if (!response.IsSuccessStatusCode) return new([], await RefusedAsync(response, deadline.Token));
            await using var body = new CappedStream(await response.Content.ReadAsStreamAsync(deadline.Token), _maxResponseBytes);
            using var document = await JsonDocument.ParseAsync(body, default, deadline.Token);
            return ModelList.Read(document.RootElement) is { } models
                ? new(models)
                : new([], Refusals.Endpoint("malformed-response", $"{Name} lists its models in a form unknown here."));
        }
        catch (Exception failure) when (Expected(failure, deadline, cancellation) is { } refused)
        {
            return new([], refused);
        }
    }

    /// <inheritdoc/>
    public async Task<Generation> GenerateAsync(ModelRequest request, int sample, TimeSpan silence, CancellationToken cancellation)
    {
        using var liveness = new Liveness(silence, _time, cancellation);
        var reply = new ReplyBuilder(_maxResponseBytes);
        try
        {
            var structured = request.Rubric?.Schema is not null && !_formless.ContainsKey(request.Model);
            var generation = await AskAsync(request, sample, structured, reply, liveness, cancellation);
            if (!structured || generation is not Refused refusal || !Refusals.IsOfForm(refusal)) return generation;
            _formless[request.Model] = true;
            return await AskAsync(request, sample, structured: false, reply, liveness, cancellation);
        }
        catch (Exception failure) when (Expected(failure, liveness, cancellation) is { } refused)
        {
            return refused with { Uncounted = reply.Tokens };
        }
    }

    async Task<Generation> AskAsync(
        ModelRequest request, int sample, bool structured, ReplyBuilder reply, Liveness liveness, CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        using var message = Message(HttpMethod.Post, "chat/completions");
        message.Content = Body(writer => request.WriteJson(writer, sample, structured));
        using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, liveness.Token);
        if (!response.IsSuccessStatusCode) return await RefusedAsync(response, liveness.Token);

        TimeSpan? first = null;
        var streamed = response.Content.Headers.ContentType?.MediaType?.Contains("json", StringComparison.OrdinalIgnoreCase) is not true;
        await using var body = await response.Content.ReadAsStreamAsync(liveness.Token);
        StreamEnd end;
        try
        {
            end = streamed
                ? await ReplyReader.ReadEventsAsync(body, reply, _maxResponseBytes, Heard, liveness.Token)
                : await ReplyReader.ReadObjectAsync(body, reply, _maxResponseBytes, liveness.Token);
        }
        catch (Exception late) when (reply.FinishReason is not null && !cancellation.IsCancellationRequested && IsBreak(late))
        {
            // The whole text is here and paid for; only the usage, or the end of the connection, went missing.
            end = StreamEnd.Cut;
        }

        var total = _time.GetElapsedTime(started);
        if (Judge(reply, end) is { } refused) return refused with { Uncounted = reply.Tokens };
        return new Generated(ResponseOf(reply, request, sample), new(first ?? total, total), reply.Form, streamed);

        void Heard()
        {
            liveness.Heard();
            if (reply.HasText) first ??= _time.GetElapsedTime(started);
        }
    }

    static bool IsBreak(Exception failure) => failure is IOException or OperationCanceledException or JsonException;

    Refused? Judge(ReplyBuilder reply, StreamEnd end) =>
        end is StreamEnd.Error ? Refusals.OfStreamError(Name, ServerError.Parse(reply.Error!))
        : end is StreamEnd.Cut && reply.FinishReason is null
            ? Refusals.Endpoint("broken-stream", $"{Name} ended its stream without a finish reason and without [DONE].")
        : reply.FinishReason is "abort" or "error"
            ? Refusals.Response("aborted", $"{Name} aborted the response (finish reason `{reply.FinishReason}`).")
        : reply.HasText ? null
        : Refusals.Response("empty-response",
            $"{Name} finished (`{reply.FinishReason ?? "no finish reason"}`) without content and without reasoning.");

    Response ResponseOf(ReplyBuilder reply, ModelRequest request, int sample) => new()
    {
        Request = request.Digest,
        Sample = sample,
        Model = request.Model,
        Role = request.Role,
        Content = reply.Content,
        Reasoning = reply.Reasoning,
        FinishReason = reply.FinishReason,
        Usage = reply.Usage,
        Endpoint = Name,
    };

    Refused? Expected(Exception failure, Liveness liveness, CancellationToken cancellation) => failure switch
    {
        _ when cancellation.IsCancellationRequested => null,
        OperationCanceledException when liveness.Expired =>
            Refusals.Endpoint("silent", $"{Name} sent no token before the silence deadline."),
        OperationCanceledException => Refusals.Unreachable("connect-timeout", $"{Name} did not take the connection in time."),
        HttpRequestException unreachable => Refusals.OfConnection(Name, unreachable),
        IOException broken => Refusals.Endpoint("broken-stream", $"{Name} broke off: {broken.Message}"),
        JsonException malformed => Refusals.Endpoint("malformed-stream", $"{Name} sent what is no completion: {malformed.Message}"),
        // So the JSON reader calls a text that holds half a surrogate pair. Nothing that a server sends may break the pool.
        InvalidOperationException malformed =>
            Refusals.Endpoint("malformed-stream", $"{Name} sent a text that is no Unicode: {malformed.Message}"),
        ResponseTooLargeException => Refusals.Request("response-too-large", $"{Name} sent more than {_maxResponseBytes} bytes."),
        _ => null,
    };

    async Task<Refused> RefusedAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[MaxErrorBytes];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        var error = ServerError.Parse(Encoding.UTF8.GetString(buffer, 0, read));
        return Refusals.OfStatus(Name, (int)response.StatusCode, error, RetryAfter.Of(response.Headers.RetryAfter, _time));
    }

    HttpRequestMessage Message(HttpMethod method, string path)
    {
        var message = new HttpRequestMessage(method, new Uri(_address.Base, path));
        if (_key is not null) message.Headers.Authorization = new("Bearer", _key);
        return message;
    }

    static ReadOnlyMemoryContent Body(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed)) write(writer);
        return new(buffer.WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }
}
