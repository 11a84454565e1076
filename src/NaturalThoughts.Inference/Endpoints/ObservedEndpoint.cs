using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.AI;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Telemetry;
using NaturalThoughts.Inference.Embeddings;
using NaturalThoughts.Inference.Generations;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace NaturalThoughts.Inference.Endpoints;

/// <summary>An endpoint whose calls can be seen: spans, durations and tokens by OpenTelemetry's conventions for generative AI. No text is
/// among them.</summary>
public sealed class ObservedEndpoint : IModelEndpoint, IDisposable
{
    // An observer has meters, which live until they are disposed of, and whose end would end those of the same names: one for each
    // address, for as long as the process lives.
    static readonly ConcurrentDictionary<string, Observer> Observers = new(StringComparer.Ordinal);

    readonly IModelEndpoint _endpoint;
    readonly Observer _observer;

    /// <summary>The same endpoint, seen.</summary>
    public ObservedEndpoint(IModelEndpoint endpoint) =>
        (_endpoint, _observer) = (endpoint, Observers.GetOrAdd(endpoint.Name, name => new(name)));

    /// <inheritdoc/>
    public string Name => _endpoint.Name;

    /// <inheritdoc/>
    public Task<Discovery> DiscoverAsync(CancellationToken cancellation) => _endpoint.DiscoverAsync(cancellation);

    /// <inheritdoc/>
    public Task<Generation> GenerateAsync(ModelRequest request, int sample, TimeSpan silence, CancellationToken cancellation)
    {
        var call = new Call(() => _endpoint.GenerateAsync(request, sample, silence, cancellation));
        return call.AnsweredAsync(_observer.Chats.GetResponseAsync([], new ChatCall(call)
        {
            ModelId = request.Model, Temperature = (float?)request.Temperature, TopP = (float?)request.TopP,
            MaxOutputTokens = request.MaxTokens,
        }, cancellation));
    }

    /// <inheritdoc/>
    public Task<Generation> EmbedAsync(EmbeddingBatch batch, TimeSpan silence, CancellationToken cancellation)
    {
        var call = new Call(() => _endpoint.EmbedAsync(batch, silence, cancellation));
        return call.AnsweredAsync(
            _observer.Embeddings.GenerateAsync([], new EmbeddingCall(call) { ModelId = batch.Request.Model }, cancellation));
    }

    /// <inheritdoc/>
    public void Dispose() => (_endpoint as IDisposable)?.Dispose();

    sealed class Observer(string endpoint)
    {
        public OpenTelemetryChatClient Chats { get; } = new(new Asked(endpoint), sourceName: Observed.Name);

        public OpenTelemetryEmbeddingGenerator<string, Embedding<float>> Embeddings { get; } = new(new Asked(endpoint), sourceName: Observed.Name);
    }

    // Expected outcomes are values here, and exceptions there.
    sealed class Call(Func<Task<Generation>> ask)
    {
        Generation? _answer;

        public async Task<Generation> AskAsync()
        {
            _answer = await ask();
            if (_answer is not Refused refused) return _answer;
            Activity.Current?.SetTag("naturalthoughts.reason", refused.Rejection.Reason);
            throw new RefusedException(refused.Rejection.Reason);
        }

        public async Task<Generation> AnsweredAsync(Task observed)
        {
            try
            {
                await observed;
            }
            catch (RefusedException)
            {
                // It was for the observer.
            }

            return _answer!;
        }
    }

    sealed class RefusedException(string reason) : Exception(reason);

    sealed class ChatCall(Call call) : ChatOptions
    {
        public Call Call => call;
    }

    sealed class EmbeddingCall(Call call) : EmbeddingGenerationOptions
    {
        public Call Call => call;
    }

    // Innermost: asks, and says of the answer what is observed.
    sealed class Asked(string endpoint) : IChatClient, IEmbeddingGenerator<string, Embedding<float>>
    {
        readonly Uri? _address = Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) ? uri : null;

        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var answer = await ((ChatCall)options!).Call.AskAsync();
            var response = (answer as Generated)?.Response;
            return new()
            {
                ModelId = options.ModelId,
                FinishReason = response?.FinishReason is { } reason ? new ChatFinishReason(reason) : null,
                Usage = response?.Usage is { } usage
                    ? new() { InputTokenCount = usage.Prompt, OutputTokenCount = usage.Completion } : null,
            };
        }

        public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            await ((EmbeddingCall)options!).Call.AskAsync();
            return [];
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai", _address)
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("openai", _address)
            : null;

        public void Dispose()
        {
        }
    }
}
