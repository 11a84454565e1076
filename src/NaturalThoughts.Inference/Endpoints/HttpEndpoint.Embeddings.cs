using System.Text.Json;
using NaturalThoughts.Inference.Embeddings;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Streaming;

namespace NaturalThoughts.Inference.Endpoints;

public sealed partial class HttpEndpoint
{
    /// <inheritdoc/>
    public async Task<Generation> EmbedAsync(EmbeddingBatch batch, TimeSpan silence, CancellationToken cancellation)
    {
        using var liveness = new Liveness(silence, _time, cancellation);
        try
        {
            return await EmbedAsync(batch, liveness.Token);
        }
        catch (Exception failure) when (Expected(failure, liveness, cancellation) is { } refused)
        {
            return refused;
        }
    }

    async Task<Generation> EmbedAsync(EmbeddingBatch batch, CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        using var message = Message(HttpMethod.Post, "embeddings");
        message.Content = Body(writer => batch.Request.WriteJson(writer, batch.Inputs));
        using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!response.IsSuccessStatusCode) return Refusals.OfEmbedding(await RefusedAsync(response, cancellation));
        await using var body = new CappedStream(await response.Content.ReadAsStreamAsync(cancellation), _maxResponseBytes);
        using var document = await JsonDocument.ParseAsync(body, default, cancellation);
        return EmbeddingReply.Read(Name, document.RootElement, batch.Inputs.Length, _time.GetElapsedTime(started));
    }
}
