using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Inference.Generations;

/// <summary>What came of asking for one response: <see cref="Generated"/>, <see cref="Refused"/> or <see cref="Displaced"/>, nothing
/// else; and for vectors <see cref="Embeddings.Embedded"/> in place of the first.</summary>
public abstract record Generation
{
    private protected Generation()
    {
    }

    /// <summary>Tokens generated for it that no response's usage counts, as far as they arrived: estimated where the server did not
    /// count.</summary>
    public long Uncounted { get; init; }
}

/// <summary>A whole response.</summary>
/// <param name="Response">What the model said, as it said it.</param>
/// <param name="Timings">How long it took.</param>
/// <param name="Form">In which fields the reasoning came.</param>
/// <param name="Streamed">Whether it came as a stream; false when the server ignored <c>stream</c>.</param>
public sealed record Generated(Response Response, GenerationTimings Timings, ReasoningForm Form, bool Streamed) : Generation
{
    /// <summary>All tokens generated for it.</summary>
    public long Tokens => (Response.Usage?.Completion ?? 0) + Uncounted;
}

/// <summary>Nobody here serves the model any more, or takes requests: to be asked elsewhere.</summary>
/// <param name="Attempts">Attempts that failed so far, here and before.</param>
public sealed record Displaced(int Attempts) : Generation;

/// <summary>No response, and why.</summary>
/// <param name="Rejection">The reason class and the case.</param>
/// <param name="Blame">What is at fault, hence what to do next.</param>
/// <param name="RetryAfter">How long the server asks to be left alone.</param>
public sealed record Refused(Rejection Rejection, Blame Blame, TimeSpan? RetryAfter = null) : Generation
{
    /// <summary>Whether asking again, perhaps elsewhere, can end otherwise.</summary>
    public bool Retryable => Blame is not Blame.Request;
}
