using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Inference.Tokens;

/// <summary>How many tokens a text took, where the server that generated it does not say: as the default tokenizer counts.</summary>
public static class TokenEstimate
{
    // In pieces, so that a text without a single space takes no longer than others; a cut adds a token at most.
    const int Piece = 8192;

    /// <summary>Tokens of a response whose server counted none; 0 of everything else.</summary>
    public static long Of(Generation generation) => generation is Generated { Response: { Usage: not { Completion: not null } } said }
        ? Of(said.Content, said.Reasoning) : 0;

    /// <summary>Tokens of content and reasoning.</summary>
    public static long Of(string? content, string? reasoning) => Of(content) + Of(reasoning);

    static long Of(ReadOnlySpan<char> text)
    {
        var tokens = 0L;
        for (; !text.IsEmpty; text = text[Math.Min(Piece, text.Length)..])
            tokens += TokenizerCounter.Default.Count(text[..Math.Min(Piece, text.Length)]);
        return tokens;
    }
}
