using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Core.Specs;

/// <summary>Checks an expression of the recipe language that a spec holds.</summary>
/// <param name="text">The expression.</param>
/// <param name="expected">What it must yield: a flag for <c>where</c> and <c>mix</c>, a number for <c>weight</c>, <c>rank</c> and
/// <c>difficulty</c>.</param>
/// <param name="spec">The run it belongs to, for the columns its sources import. Of a spec with problems only what could be read is filled
/// in.</param>
/// <returns>Problems whose line and column (1-based) count within <paramref name="text"/>; the reader moves them to their place in the
/// file.</returns>
public delegate IEnumerable<Problem> ExpressionCheck(string text, FeatureKind expected, RunSpec spec);
