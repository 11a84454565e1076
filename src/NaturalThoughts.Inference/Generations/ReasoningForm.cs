namespace NaturalThoughts.Inference.Generations;

/// <summary>In which fields a server sends reasoning apart from the content.</summary>
[Flags]
public enum ReasoningForm
{
    /// <summary>In none; it may still stand between <c>&lt;think&gt;</c> tags in the content.</summary>
    None = 0,

    /// <summary><c>reasoning_content</c> (DeepSeek, SGLang, vLLM until 0.11).</summary>
    ReasoningContent = 1,

    /// <summary><c>reasoning</c> (vLLM since 0.11.2, OpenRouter).</summary>
    Reasoning = 2,

    /// <summary>The same text in both.</summary>
    Both = ReasoningContent | Reasoning,
}
