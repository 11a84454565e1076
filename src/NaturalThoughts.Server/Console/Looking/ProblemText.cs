using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Server.Console.Looking;

/// <summary>A problem in words, printable.</summary>
static class ProblemText
{
    /// <summary>What is wrong, what was expected and what to do; not where.</summary>
    public static string Of(Problem problem) => PrintableText.Of(string.Join(' ', new[]
    {
        problem.What, problem.Expected is { } expected ? $"Expected: {expected}." : null, problem.Fix,
    }.OfType<string>()));

    /// <summary>Where it is; null: nowhere in particular.</summary>
    public static string? PlaceOf(Problem problem) => string.Join(':', new[]
    {
        problem.Where, problem.Line is { } line ? $"line {line}" : null, problem.Column is { } column ? $"column {column}" : null,
    }.OfType<string>()) is { Length: > 0 } place ? PrintableText.Of(place) : null;
}
