using System.Collections.Immutable;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Annotations;

/// <summary><c>repetition</c>: the share of the reasoning's word 8-grams that were said before.</summary>
sealed class RepetitionAnnotator : ITraceAnnotator
{
    public string Name => "repetition";

    public ImmutableArray<string> Identity => ["repetition@1"];

    public Judgement Judge(Reading reading) =>
        Judgement.Of(("repetition", FeatureValue.Of(reading.Words is { } words ? Steps.Of(WordGrams.Repeated(words, 8), 0.001)
            : double.NaN)));
}
