namespace NaturalThoughts.Core.Specs;

/// <summary>Bounds of a run.</summary>
public sealed record LimitsSpec
{
    /// <summary>A tokenizer file of the student; then <see cref="ResponseTokens"/> counts its tokens.</summary>
    public string? StudentTokenizer { get; init; }

    /// <summary>A longer response is not complete.</summary>
    public int ResponseTokens { get; init; } = 16384;

    /// <summary>Share of rows that may fail before the command ends with exit code 3.</summary>
    public double MaxFailed { get; init; } = 0.01;

    /// <summary>What becomes of a response that ran into its token limit.</summary>
    public LengthPolicy Length { get; init; } = LengthPolicy.Keep;

    /// <summary>Tries at one response before it is a dead letter.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>Tokens that models may generate for the run in all; null: as many as it takes.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Seconds without a token after which a stream is given up.</summary>
    public double SilenceSeconds { get; init; } = 120;
}

/// <summary>What becomes of a response that ran into its token limit.</summary>
public enum LengthPolicy
{
    /// <summary>Kept, marked incomplete, never selected unless asked.</summary>
    Keep,

    /// <summary>A dead letter, reason <c>length</c>.</summary>
    Drop,

    /// <summary>Asked once more with twice the tokens; then kept.</summary>
    Retry,
}
