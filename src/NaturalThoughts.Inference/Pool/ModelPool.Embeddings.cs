using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Embeddings;
using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Inference.Pool;

// A batch of questions to embed is one request with one place, in a line of its own: a server that chats with a model need not embed
// with it.
public sealed partial class ModelPool
{
    /// <summary>Asks for the vectors of questions until there are some, or none are to be had.</summary>
    /// <param name="batch">What to ask.</param>
    /// <param name="limits">Attempts, and silence.</param>
    /// <param name="before">What became of it elsewhere.</param>
    /// <param name="halted">Begins no further attempt; one under way goes on.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <returns>The vectors, or why there are none: that may be due to one of the questions.</returns>
    /// <exception cref="OperationCanceledException">Cancelled, or not begun before it was halted.</exception>
    public Task<Generation> EmbedAsync(
        EmbeddingBatch batch, LimitsSpec limits, Displaced before, CancellationToken halted, CancellationToken cancellation)
    {
        lock (_gate) Arrived(batch.Request.Line);
        var request = PoolRequest.Of(batch, TimeSpan.FromSeconds(limits.SilenceSeconds));
        return TryAsync(request, limits, before, halted, cancellation);
    }

    IEnumerable<string> LinesOf(PooledEndpoint endpoint) => endpoint.Models
        .SelectMany(model => _embeds(model.Id) ? (string[])[model.Id, EmbeddingRequest.LineOf(model.Id)] : [model.Id])
        .Where(endpoint.Serves);

    bool IsAskedOtherwise(string line) => _begun.ContainsKey(
        EmbeddingRequest.IsLine(line) ? EmbeddingRequest.ModelOf(line) : EmbeddingRequest.LineOf(line));
}
