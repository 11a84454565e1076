using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Rubrics;

/// <summary>The texts a rubric is asked about; which ones it needs says <see cref="Rubric.Subject"/>.</summary>
public sealed record RubricInput
{
    /// <summary>The question, with its reference answer and options.</summary>
    public required Question Question { get; init; }

    /// <summary>The teacher's trace; null for rubrics of the question.</summary>
    public TraceText? Trace { get; init; }

    /// <summary>Length of the trace's reasoning in tokens; null when nobody counted.</summary>
    public long? ReasoningTokens { get; init; }

    /// <summary>The baseline response; null for rubrics that compare with none.</summary>
    public TraceText? Baseline { get; init; }
}
