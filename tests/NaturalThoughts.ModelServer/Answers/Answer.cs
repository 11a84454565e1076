namespace NaturalThoughts.ModelServers.Answers;

/// <summary>What a model says to a request. A token is four bytes of text.</summary>
/// <param name="Reasoning">UTF-8; empty when there is none.</param>
/// <param name="Content">UTF-8.</param>
/// <param name="FinishReason">Why it ends.</param>
sealed record Answer(ReadOnlyMemory<byte> Reasoning, ReadOnlyMemory<byte> Content, string FinishReason = "stop")
{
    /// <summary>Bytes of a token.</summary>
    public const int TokenBytes = 4;

    /// <summary>Tokens of the reasoning, as recorded or else by length.</summary>
    public int ReasoningTokens { get; init; } = TokensOf(Reasoning.Length);

    /// <summary>Tokens of reasoning and content, as recorded or else by length.</summary>
    public int Tokens { get; init; } = TokensOf(Reasoning.Length) + TokensOf(Content.Length);

    /// <summary>Tokens of so many bytes.</summary>
    public static int TokensOf(int bytes) => (bytes + TokenBytes - 1) / TokenBytes;

    /// <summary>The content alone.</summary>
    public Answer WithoutReasoning() => new(default, Content, FinishReason);

    /// <summary>What a limit leaves of it: all, or so many tokens of it and the finish reason <c>length</c>.</summary>
    public Answer Within(int tokens)
    {
        if (TokensOf(Reasoning.Length) + TokensOf(Content.Length) <= tokens) return this;
        var reasoning = Cut(Reasoning, tokens);
        return new(reasoning, Cut(Content, tokens - TokensOf(reasoning.Length)), "length");
    }

    /// <summary>The first tokens of a text, never half a character.</summary>
    static ReadOnlyMemory<byte> Cut(ReadOnlyMemory<byte> text, int tokens) =>
        (long)tokens * TokenBytes >= text.Length ? text : text[..Utf8.Boundary(text.Span, tokens * TokenBytes)];
}
