using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Curation.Judgements;

/// <summary>A response and its parts.</summary>
/// <param name="Fact">The response.</param>
/// <param name="Text">Its parts.</param>
/// <param name="ReasoningTokens">Length of its reasoning in tokens; null: nobody counted.</param>
sealed record ReadTrace(ResponseFact Fact, TraceText Text, long? ReasoningTokens = null);
