using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Inference.Embeddings;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Inference.Pool;

/// <summary>A request as the pool sees it, whatever is asked.</summary>
/// <param name="Model">The line it waits in: a model's name, or <see cref="EmbeddingRequest.Line"/>.</param>
/// <param name="Digest">Tells requests apart: only different ones show that an endpoint is at fault.</param>
/// <param name="About">What it is about, for the log.</param>
/// <param name="Sample">0-based sample number.</param>
/// <param name="AskAsync">Asks an endpoint, once.</param>
sealed record PoolRequest(
    string Model, Digest Digest, string About, int Sample, Func<IModelEndpoint, CancellationToken, Task<Generation>> AskAsync)
{
    /// <summary>Spreads the waits of requests that failed together.</summary>
    public UInt128 Spread { get; private init; } = Digest.Value;

    public static PoolRequest Of(ModelRequest request, int sample, TimeSpan silence) => new(
        request.Model, request.Digest, $"question {request.Question}", sample,
        (endpoint, cancellation) => endpoint.GenerateAsync(request, sample, silence, cancellation))
    {
        Spread = request.Digest.Value ^ request.Question.Value ^ (uint)sample,
    };

    public static PoolRequest Of(EmbeddingBatch batch, TimeSpan silence) => new(
        batch.Request.Line, batch.Digest, $"{batch.Inputs.Length} questions to embed", 0,
        (endpoint, cancellation) => endpoint.EmbedAsync(batch, silence, cancellation));
}
