using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Requests;

namespace NaturalThoughts.Inference.Embeddings;

/// <summary>Questions that are embedded by one call.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Inputs">The questions, at least one.</param>
public sealed record EmbeddingBatch(EmbeddingRequest Request, ImmutableArray<EmbeddingInput> Inputs)
{
    /// <summary>Names the call.</summary>
    public Digest Digest => Digest.Of(["batch", Request.Digest.ToString(), .. Inputs.Select(input => input.Question.ToString())]);
}
