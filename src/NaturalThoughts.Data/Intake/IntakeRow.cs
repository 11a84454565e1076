using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Data.Intake;

/// <summary>All that one row of a source says.</summary>
/// <param name="Intake">The question, or why the row cannot be used.</param>
/// <param name="Responses">Its responses (<see cref="ResponseFact"/>) and those that are missing (<see cref="AttemptFact"/>), in row order;
/// none for a rejected row.</param>
/// <param name="Notes">What was left out of a row that is used all the same; reason <c>not-a-number</c>: a score that is no finite
/// number.</param>
public sealed record IntakeRow(IntakeFact Intake, ImmutableArray<Fact> Responses, ImmutableArray<Rejection> Notes);
