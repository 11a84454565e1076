namespace NaturalThoughts.Core.Traces;

/// <summary>
/// A response read as reasoning (System-2) and answer (System-1). The parts are trimmed of white space around them and otherwise as the
/// model wrote them; positions of evidence are offsets into <see cref="Reasoning"/>, in UTF-16 units.
/// </summary>
public sealed record TraceText
{
    /// <summary>The reasoning; null when the response has none or an empty one.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The final answer with its explanation; null when there is none (the response was cut while reasoning, or is
    /// empty).</summary>
    public string? Answer { get; init; }

    /// <summary>Whether the reasoning ended properly, or there is none.</summary>
    public bool Closed { get; init; }

    /// <summary>What stood before the opening tag (a prompt that was stored along); belongs to neither part; null when there is
    /// none.</summary>
    public string? Preamble { get; init; }

    /// <summary>How the reasoning was marked.</summary>
    public TraceForm Form { get; init; }
}

/// <summary>How a response marks its reasoning.</summary>
public enum TraceForm
{
    /// <summary>No reasoning: the whole content is the answer.</summary>
    Plain,

    /// <summary>Reasoning in a field of its own.</summary>
    Field,

    /// <summary>Reasoning between tags in one text.</summary>
    Tagged,

    /// <summary>Only the closing tag is there, because the prompt's template opened the reasoning.</summary>
    Unopened,
}
