namespace NaturalThoughts.Core.Traces;

/// <summary>Counts tokens as one tokenizer does. Deterministic, thread-safe, no I/O while counting.</summary>
public interface ITokenCounter
{
    /// <summary>Names the tokenizer and its version; part of the digest of everything counted with it.</summary>
    string Name { get; }

    /// <summary>How many tokens the text is.</summary>
    int Count(ReadOnlySpan<char> text);
}
