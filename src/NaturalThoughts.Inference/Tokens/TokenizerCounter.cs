using Microsoft.ML.Tokenizers;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Inference.Tokens;

/// <summary>Counts tokens with a tokenizer of Microsoft.ML.Tokenizers. Safe for concurrent use.</summary>
/// <remarks>Letters outside the basic plane count as symbols when text is split into words, as .NET's expressions see UTF-16
/// units.</remarks>
public sealed class TokenizerCounter : ITokenCounter
{
    static readonly Lazy<TokenizerCounter> O200k = new(() => new("o200k_base", TiktokenTokenizer.CreateForEncoding("o200k_base")));

    readonly Tokenizer _tokenizer;

    /// <summary>A counter over any tokenizer.</summary>
    /// <param name="name">Names the tokenizer and its version: what was counted with another name may differ.</param>
    /// <param name="tokenizer">Counts.</param>
    public TokenizerCounter(string name, Tokenizer tokenizer) => (Name, _tokenizer) = (name, tokenizer);

    /// <summary>OpenAI's o200k_base: the default where no student's tokenizer is given.</summary>
    public static TokenizerCounter Default => O200k.Value;

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count(ReadOnlySpan<char> text) => _tokenizer.CountTokens(text);
}
