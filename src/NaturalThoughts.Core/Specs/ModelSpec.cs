namespace NaturalThoughts.Core.Specs;

/// <summary>A model and how it is asked.</summary>
public sealed record ModelSpec
{
    /// <summary>The name the spec gives it.</summary>
    public required string Name { get; init; }

    /// <summary>The name servers know it by.</summary>
    public required string Model { get; init; }

    /// <summary>System prompt; null sends none.</summary>
    public string? System { get; init; }

    /// <summary>The user message; <c>{question}</c> stands for the question.</summary>
    public string Prompt { get; init; } = "{question}";

    /// <summary>Sampling temperature; always sent when given.</summary>
    public double? Temperature { get; init; }

    /// <summary>Nucleus sampling.</summary>
    public double? TopP { get; init; }

    /// <summary>Most tokens of a response.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Seed sent to the server.</summary>
    public long? Seed { get; init; }

    /// <summary>How many responses to each question.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>Further body fields (<c>chat_template_kwargs</c>, <c>top_k</c>), as a JSON object; null: none.</summary>
    public string? Extra { get; init; }
}
