using NaturalThoughts.Core.Requests;
using NaturalThoughts.Inference.Embeddings;
using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Inference.Endpoints;

/// <summary>Something that answers chat completions, or embeds: a server, or a file of recorded responses.</summary>
public interface IModelEndpoint
{
    /// <summary>Its address without secrets; unique in a pool.</summary>
    string Name { get; }

    /// <summary>Asks which models it serves. Does not throw when it cannot be reached.</summary>
    Task<Discovery> DiscoverAsync(CancellationToken cancellation);

    /// <summary>Asks for one response, once. Failures are values; only cancellation throws, and it closes the connection.</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="sample">0-based sample number.</param>
    /// <param name="silence">Without a token for this long, the stream is given up.</param>
    /// <param name="cancellation">Gives the response up.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Task<Generation> GenerateAsync(ModelRequest request, int sample, TimeSpan silence, CancellationToken cancellation);

    /// <summary>Asks for the vectors of questions, once. Failures are values; only cancellation throws, and it closes the
    /// connection.</summary>
    /// <param name="batch">What to ask.</param>
    /// <param name="silence">Without an answer for this long, it is given up.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Task<Generation> EmbedAsync(EmbeddingBatch batch, TimeSpan silence, CancellationToken cancellation);
}
