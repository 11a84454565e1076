using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Data.Tests.Log;

/// <summary>Equality of facts by content: records compare their collections by reference.</summary>
sealed class FactComparer : IEqualityComparer<Fact>
{
    static readonly ImmutableSortedDictionary<string, FeatureValue> NoValues = ImmutableSortedDictionary<string, FeatureValue>.Empty;

    public static readonly FactComparer Instance = new();

    public bool Equals(Fact? x, Fact? y) => (x, y) switch
    {
        (IntakeFact a, IntakeFact b) => a with { Question = null } == b with { Question = null } && Same(a.Question, b.Question),
        (AnnotationFact a, AnnotationFact b) =>
            a with { Values = NoValues, Evidence = [] } == b with { Values = NoValues, Evidence = [] }
            && a.Values.SequenceEqual(b.Values) && a.Evidence.SequenceEqual(b.Evidence),
        (SealFact a, SealFact b) => a with { Traces = [] } == b with { Traces = [] }
            && a.Traces.Length == b.Traces.Length && a.Traces.Zip(b.Traces).All(pair =>
                pair.First with { Values = NoValues } == pair.Second with { Values = NoValues }
                && pair.First.Values.SequenceEqual(pair.Second.Values)),
        (EmbeddingFact a, EmbeddingFact b) => a with { Vector = [] } == b with { Vector = [] } && a.Vector.SequenceEqual(b.Vector),
        _ => x == y,
    };

    public int GetHashCode([DisallowNull] Fact fact) => fact.Key.GetHashCode();

    static bool Same(Question? a, Question? b) => a is null || b is null
        ? a == b
        : Bare(a) == Bare(b) && a.Options.SequenceEqual(b.Options) && a.Labels.SequenceEqual(b.Labels) && a.Scores.SequenceEqual(b.Scores);

    static Question Bare(Question question) => question with
    {
        Options = [],
        Labels = ImmutableSortedDictionary<string, string>.Empty,
        Scores = ImmutableSortedDictionary<string, double>.Empty,
    };
}
