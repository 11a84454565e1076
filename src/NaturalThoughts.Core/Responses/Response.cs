using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Responses;

/// <summary>What a model said, whole: never cut, never cleaned. What is read from it is an annotation.</summary>
[GenerateSerializer, Immutable, Alias("nt.Response")]
public sealed record Response
{
    /// <summary>Digest of the model, the rendered messages and the sampling parameters; for an import, of the model and the text.</summary>
    [Id(0)] public required Digest Request { get; init; }

    /// <summary>0-based sample number.</summary>
    [Id(1)] public int Sample { get; init; }

    /// <summary>The model's name as the spec or the source gives it.</summary>
    [Id(2)] public required string Model { get; init; }

    /// <summary>In which role the model spoke.</summary>
    [Id(3)] public required ModelRole Role { get; init; }

    /// <summary>The message's content; may hold <c>&lt;think&gt;…&lt;/think&gt;</c>; null when the server sent none.</summary>
    [Id(4)] public string? Content { get; init; }

    /// <summary>The reasoning the server sent apart from the content.</summary>
    [Id(5)] public string? Reasoning { get; init; }

    /// <summary><c>stop</c>, <c>length</c>, or what the server said; null when the source does not say.</summary>
    [Id(6)] public string? FinishReason { get; init; }

    /// <summary>Token counts as the server gave them.</summary>
    [Id(7)] public TokenUsage? Usage { get; init; }

    /// <summary>The endpoint that answered; never part of a dataset.</summary>
    [Id(8)] public string? Endpoint { get; init; }

    /// <summary>Length of its text in characters: what it weighs in memory, at two bytes each.</summary>
    public long Chars => (Content?.Length ?? 0L) + (Reasoning?.Length ?? 0L);
}

/// <summary>In which role a model speaks.</summary>
[GenerateSerializer, Alias("nt.ModelRole")]
public enum ModelRole
{
    /// <summary>Its responses are traces.</summary>
    Teacher,

    /// <summary>Its responses are facts about the question, never candidates for selection.</summary>
    Baseline,

    /// <summary>Its replies say what questions and traces are like.</summary>
    Annotator,

    /// <summary>Its replies compare answers.</summary>
    Judge,
}

/// <summary>Token counts of one response as the server gave them.</summary>
/// <param name="Prompt">Tokens of the prompt.</param>
/// <param name="Completion">Tokens generated, reasoning included.</param>
/// <param name="Reasoning">Of these, reasoning; null when the server does not say.</param>
[GenerateSerializer, Immutable, Alias("nt.TokenUsage")]
public readonly record struct TokenUsage(
    [property: Id(0)] int? Prompt, [property: Id(1)] int? Completion, [property: Id(2)] int? Reasoning);
