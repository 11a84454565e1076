using System.Collections.Immutable;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics.Replies;

namespace NaturalThoughts.Core.Rubrics.Definitions;

/// <summary><c>strategies</c>: which meta-reasoning strategies a trace uses, and how often.</summary>
sealed class StrategiesRubric : RubricDefinition
{
    public override string Name => "strategies";

    public override string About => "The meta-reasoning strategies a trace uses, and how often.";

    public override ModelRole Role => ModelRole.Annotator;

    public override RubricSubject Subject => RubricSubject.Trace;

    public override ImmutableArray<string> Columns => ["strategies_unique", "strategies_count", "reasoning_density"];

    public override ImmutableArray<ReplyField> Fields(RubricOptions options) =>
        [new CountsField("strategies", [.. options.Strategies.Select(strategy => strategy.Name)])];

    public override ImmutableSortedDictionary<string, string> Lists(RubricOptions options) =>
        ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal).Add("strategies",
            string.Join('\n', options.Strategies.Select(strategy => $"- {strategy.Name}: {strategy.Description}")));

    public override IEnumerable<Problem> Check(RubricOptions options) =>
        base.Check(options).Concat(CheckNames("strategies", [.. options.Strategies.Select(strategy => strategy.Name)]));

    public override RubricReading Conclude(ReplyValues reply, RubricInput input)
    {
        var counts = reply.Counts("strategies");
        var total = counts.Values.Sum();
        var density = input.ReasoningTokens is > 0 and var tokens ? Steps.Of(1000.0 * total / tokens, 0.01) : double.NaN;
        return RubricReading.Of(
            ("strategies_unique", FeatureValue.Of(counts.Count)),
            ("strategies_count", FeatureValue.Of(total)),
            ("reasoning_density", FeatureValue.Of(density))).Naming(counts);
    }
}
