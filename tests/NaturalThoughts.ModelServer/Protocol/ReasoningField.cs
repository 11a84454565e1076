namespace NaturalThoughts.ModelServers.Protocol;

/// <summary>Where an answer's reasoning is sent.</summary>
public enum ReasoningField
{
    /// <summary><c>reasoning_content</c> (DeepSeek, SGLang, vLLM until 0.11).</summary>
    ReasoningContent,

    /// <summary><c>reasoning</c> (vLLM since 0.11.2).</summary>
    Reasoning,

    /// <summary>Between <c>&lt;think&gt;</c> tags in the content.</summary>
    Think,
}
