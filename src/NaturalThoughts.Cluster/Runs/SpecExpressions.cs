using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>Checks the expressions of a spec against the columns its run will have.</summary>
public static class SpecExpressions
{
    /// <summary>An <see cref="ExpressionCheck"/>.</summary>
    public static IEnumerable<Problem> Check(string text, FeatureKind expected, RunSpec spec) =>
        Expression.Compile(text, Schema(spec), expected).Problems;

    /// <summary>The columns of a run.</summary>
    public static FeatureSchema Schema(RunSpec spec) =>
        new(spec.Sources.SelectMany(source => source.Features.Keys), ColumnFillers.Of(spec));
}
