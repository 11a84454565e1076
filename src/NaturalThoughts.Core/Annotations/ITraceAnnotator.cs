using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Annotations;

/// <summary>Judges one trace by its text alone. Deterministic, thread-safe, never throws.</summary>
interface ITraceAnnotator
{
    /// <summary>The annotator's name, as specs and <see cref="FeatureDefinition.Annotator"/> give it.</summary>
    string Name { get; }

    /// <summary>Name, code version and parameters: what its digest is made of.</summary>
    ImmutableArray<string> Identity { get; }

    /// <summary>The values by column name, and where they were seen.</summary>
    Judgement Judge(Reading reading);
}

/// <summary>What an annotator says about a trace.</summary>
readonly record struct Judgement(ImmutableSortedDictionary<string, FeatureValue> Values, ImmutableArray<Evidence> Evidence)
{
    /// <summary>Values without evidence.</summary>
    public static Judgement Of(params ReadOnlySpan<(string Column, FeatureValue Value)> values)
    {
        var columns = ImmutableSortedDictionary.CreateBuilder<string, FeatureValue>(StringComparer.Ordinal);
        foreach (var (column, value) in values) columns[column] = value;
        return new(columns.ToImmutable(), []);
    }
}
