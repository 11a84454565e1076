using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Inference.Probing;

/// <summary>What an endpoint turned out to do.</summary>
public sealed record ProbeReport
{
    /// <summary>Its address.</summary>
    public required string Endpoint { get; init; }

    /// <summary>What it lists, with context lengths where it says them.</summary>
    public ImmutableArray<ServedModel> Models { get; init; } = [];

    /// <summary>The model asked; null when none could be.</summary>
    public string? Model { get; init; }

    /// <summary>Why there was no completion.</summary>
    public Rejection? Failure { get; init; }

    /// <summary>In which fields reasoning came.</summary>
    public ReasoningForm Reasoning { get; init; }

    /// <summary>Whether the content held <c>&lt;/think&gt;</c>.</summary>
    public bool ThinkTags { get; init; }

    /// <summary>Whether token counts came.</summary>
    public bool Usage { get; init; }

    /// <summary>Whether it streamed.</summary>
    public bool Streamed { get; init; }

    /// <summary>Until the first token, and the last byte; where it does not chat, of the embedding.</summary>
    public GenerationTimings? Timings { get; init; }

    /// <summary>Whether it keeps to a JSON schema; null when that could not be told.</summary>
    public bool? JsonSchema { get; init; }

    /// <summary>Dimensions of the vectors it makes of texts; null where it does not embed.</summary>
    public int? EmbeddingDimensions { get; init; }

    /// <summary>Whether a completion came; one that embeds need not chat.</summary>
    public bool Chats { get; init; }

    /// <summary>What a person should look at; empty when all is well.</summary>
    public ImmutableArray<Problem> Problems { get; init; } = [];
}
