using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Rubrics;

/// <summary>Stands in for the texts of a <see cref="RubricInput"/> where a request is only named.</summary>
/// <param name="Question">The question.</param>
/// <param name="Trace">The trace judged; null for rubrics of the question.</param>
/// <param name="Baseline">The baseline response compared with.</param>
public sealed record RubricIdentity(QuestionId Question, TraceId? Trace = null, TraceId? Baseline = null);
