using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Annotations;

/// <summary><c>cues</c>: which meta-reasoning strategies the reasoning shows, by phrases, with a place for each.</summary>
sealed class CueAnnotator : ITraceAnnotator
{
    static readonly CueMatcher Matcher = new(StrategyTaxonomy.BuiltIn);

    static readonly string Table = string.Join('\n', StrategyTaxonomy.BuiltIn.Select(strategy =>
        $"{strategy.Name}: {string.Join("; ", strategy.Cues)}"));

    public string Name => "cues";

    // The table itself is in the digest, so that a changed phrase makes new facts.
    public ImmutableArray<string> Identity => [StrategyTaxonomy.Version, Table];

    public Judgement Judge(Reading reading)
    {
        var counts = new int[StrategyTaxonomy.BuiltIn.Length];
        var places = ImmutableArray.CreateBuilder<Evidence>();
        var found = reading.Words is { } words ? Matcher.In(words) : [];
        foreach (var (strategy, place) in found)
            if (++counts[strategy] <= StrategyTaxonomy.MostPlaces) places.Add(place);

        var tokens = reading.Tokens.Reasoning;
        var density = tokens > 0 ? Steps.Of(1000.0 * found.Count / tokens, 0.01) : double.NaN;
        return Judgement.Of(
            ("strategies_unique", FeatureValue.Of(counts.Count(count => count > 0))),
            ("strategies_count", FeatureValue.Of(found.Count)),
            ("reasoning_density", FeatureValue.Of(density))) with
        { Evidence = places.ToImmutable() };
    }
}
