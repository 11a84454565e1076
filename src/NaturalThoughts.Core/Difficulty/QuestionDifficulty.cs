using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Difficulty;

/// <summary>How hard a question is among all of the pool.</summary>
/// <param name="Question">The question.</param>
/// <param name="Rows">The rows of its visible traces in the shard's snapshot.</param>
/// <param name="Value">0 (easiest) to 1; null where no trace says.</param>
public readonly record struct QuestionDifficulty(QuestionId Question, ImmutableArray<int> Rows, double? Value);
