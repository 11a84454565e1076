using System.Globalization;
using NaturalThoughts.Core.Recipes;

namespace NaturalThoughts.Core.Selection;

/// <summary>Says in words why a trace is selected or not.</summary>
static class Reason
{
    internal static string Of(Explanation trace, Recipe recipe) => trace.Verdict switch
    {
        Verdict.NotSealed => "Not selected: its question is not sealed, or was sealed again without this trace.",
        Verdict.Excluded => "Not selected: the trace or its question is excluded.",
        Verdict.NotEligible => $"Not selected: `where` is false ({recipe.Where}).",
        Verdict.Unknown => $"Not selected: `where` cannot be decided, a value it needs is missing ({recipe.Where}).",
        Verdict.NullKey => $"Not selected: `{Order(recipe)}` has no value, something it needs is missing "
            + $"({recipe.Weight ?? recipe.Rank ?? recipe.Sample}).",
        Verdict.ZeroWeight =>
            $"Not selected: its weight is {Number(trace.Weight!.Value)}, and only weights above 0 are drawn ({recipe.Weight}).",
        Verdict.NotDrawn =>
            $"Not selected: it is taken with probability {Number(trace.Weight!.Value)}, and chance did not take it ({recipe.Sample}).",
        Verdict.Candidate when trace.Position > recipe.PerQuestion =>
            $"Not selected: it is number {trace.Position} of its question's candidates, and `per_question` keeps {recipe.PerQuestion}.",
        Verdict.Candidate => Cut(trace),
        _ => throw new InvalidOperationException($"Verdict {trace.Verdict}."),
    };

    static string Cut(Explanation trace) => trace.Cut switch
    {
        null or { Places: 0 } => $"Not selected: {Pool(trace)} got no places.",
        { All: true } cut => $"Selected: all {cut.Of} candidates of {Pool(trace)} are.",
        { } cut when trace.Selected => $"Selected: it is among the first {cut.Places} of {cut.Of} candidates of {Pool(trace)}.",
        { } cut => $"Not selected: it comes after the first {cut.Places} of {cut.Of} candidates of {Pool(trace)}.",
    };

    static string Pool(Explanation trace) => trace.Stratum is { } stratum ? $"stratum {stratum}" : "the pool";

    static string Order(Recipe recipe) => recipe.Rank is not null ? "rank" : recipe.Sample is not null ? "sample" : "weight";

    static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
