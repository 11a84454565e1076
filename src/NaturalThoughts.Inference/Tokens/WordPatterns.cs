using System.Text.RegularExpressions;

namespace NaturalThoughts.Inference.Tokens;

/// <summary>How text is split into words before pairs are merged.</summary>
static partial class WordPatterns
{
    /// <summary>OpenAI's cl100k_base, which Llama 3 shares and Qwen nearly does; a tiktoken file does not say its own.</summary>
    [GeneratedRegex(@"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")]
    public static partial Regex Cl100k { get; }

    /// <summary>GPT-2's, which a byte-level pre-tokenizer with <c>use_regex</c> means.</summary>
    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    public static partial Regex Gpt2 { get; }
}
