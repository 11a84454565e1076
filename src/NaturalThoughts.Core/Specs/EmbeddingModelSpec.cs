namespace NaturalThoughts.Core.Specs;

/// <summary>A model that embeds (<c>task: embed</c>) and how it is asked.</summary>
public sealed record EmbeddingModelSpec
{
    /// <summary>The name the spec gives it.</summary>
    public required string Name { get; init; }

    /// <summary>The name servers know it by.</summary>
    public required string Model { get; init; }

    /// <summary>What it embeds; <c>{question}</c> stands for the question.</summary>
    public string Prompt { get; init; } = "{question}";

    /// <summary>Further body fields (<c>dimensions</c>, <c>truncate_prompt_tokens</c>), as a JSON object; null: none.</summary>
    public string? Extra { get; init; }
}
