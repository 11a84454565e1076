using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Facts;

/// <summary>What a model that embeds made of a question.</summary>
/// <remarks>Like a response it is paid for once; unlike one it is no part of the question's work, so it neither keeps a question open nor
/// opens it again.</remarks>
[GenerateSerializer, Immutable, Alias("nt.EmbeddingFact")]
public sealed record EmbeddingFact : Fact
{
    /// <summary>The question.</summary>
    [Id(0)] public required QuestionId Question { get; init; }

    /// <summary>Digest of the request: the model and how questions are put to it (<see cref="Requests.EmbeddingRequest"/>).</summary>
    [Id(1)] public required Digest Request { get; init; }

    /// <summary>The model's name as servers know it.</summary>
    [Id(2)] public required string Model { get; init; }

    /// <summary>The direction the model gave, as <see cref="Clusters.UnitVector"/> keeps it; empty where the log was read without
    /// texts.</summary>
    [Id(3)] public required ImmutableArray<short> Vector { get; init; }

    /// <summary>The id under which tries at it are known.</summary>
    public TraceId Trace => new(Key.Value);

    /// <inheritdoc/>
    protected override Digest MakeKey() => new(TraceId.Of(Question, Request, 0).Value);
}
