using System.Collections.Immutable;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Core.Difficulty;

/// <summary>What makes a question hard: a number of each of its teacher traces, of which the question takes the median.</summary>
public sealed class DifficultyRule
{
    /// <summary>
    /// The mean of four parts between 0 and 1: how long the response is and how many strategies its reasoning shows, each against the whole
    /// pool; whether teacher and baseline disagree; how seldom the teacher is right. A part that nobody knows counts as the middle.
    /// </summary>
    /// <remarks>
    /// The whole response, not the reasoning alone: where models answer without a reasoning part all reasoning has length 0, and hundreds
    /// of questions would share the top place. Where there is reasoning, it is nearly all of the response.
    /// </remarks>
    public const string Default =
        "(coalesce(percentile(response_tokens), 0.5) + coalesce(percentile(strategies_unique), 0.5)"
        + " + if(disagree is null, 0.5, if(disagree, 1, 0)) + coalesce(1 - pass_rate, 0.5)) / 4";

    DifficultyRule(string text, Expression expression) => (Text, Expression) = (text, expression);

    /// <summary>The expression as it was written.</summary>
    public string Text { get; }

    /// <summary>The expression.</summary>
    public Expression Expression { get; }

    /// <summary>Columns whose pool-wide histograms the rule needs.</summary>
    public ImmutableArray<string> Percentiles => [.. Expression.Percentiles];

    /// <summary>Compiles a rule.</summary>
    /// <param name="text">A number expression; null: <see cref="Default"/>.</param>
    /// <param name="schema">The run's columns.</param>
    public static Checked<DifficultyRule> Compile(string? text, FeatureSchema schema)
    {
        text ??= Default;
        var compiled = Expression.Compile(text, schema, FeatureKind.Number);
        if (!compiled.Ok) return new(compiled.Problems.Select(problem => problem with { Where = "difficulty" }));
        return compiled.Value.Columns.Contains("difficulty")
            ? new([new Problem("Difficulty is made from itself.",
                "difficulty", Fix: "Take the column `difficulty` out of the expression.")])
            : new(new DifficultyRule(text, compiled.Value));
    }
}
