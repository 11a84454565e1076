using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Rubrics;

/// <summary>What was read from a model's reply: values, or why there are none.</summary>
public sealed record RubricReading
{
    /// <summary>The values by column, one for each of <see cref="Rubric.Columns"/>; null exactly when the reply was rejected. A null value
    /// is “cannot tell”.</summary>
    public ImmutableSortedDictionary<string, FeatureValue>? Values { get; private init; }

    /// <summary>What the model named and how often (strategies), by name; empty for rubrics that name nothing.</summary>
    public ImmutableSortedDictionary<string, int> Named { get; private init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Why the reply says nothing: <c>unreadable-reply</c> or <c>refused</c>.</summary>
    public Rejection? Rejection { get; private init; }

    /// <summary>Whether there are values.</summary>
    [MemberNotNullWhen(true, nameof(Values))]
    [MemberNotNullWhen(false, nameof(Rejection))]
    public bool Ok => Values is not null;

    internal static RubricReading Of(params ReadOnlySpan<(string Column, FeatureValue Value)> values)
    {
        var columns = ImmutableSortedDictionary.CreateBuilder<string, FeatureValue>(StringComparer.Ordinal);
        foreach (var (column, value) in values) columns[column] = value;
        return new() { Values = columns.ToImmutable() };
    }

    internal RubricReading Naming(ImmutableSortedDictionary<string, int> named) => this with { Named = named };

    internal static RubricReading Refused(string detail) => new() { Rejection = new("refused", detail) };

    internal static RubricReading Unreadable(string detail) => new() { Rejection = new("unreadable-reply", detail) };
}
