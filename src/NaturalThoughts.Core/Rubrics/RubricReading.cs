using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Rubrics;

/// <summary>What was read from a model's reply: values, or why there are none.</summary>
public sealed record RubricReading
{
    /// <summary>The reason of a reply that declines to judge.</summary>
    public const string Declined = "refused";

    const int MostOfOne = 8;
    const string NoReading = "unreadable-reply";

    /// <summary>The values by column, one for each of <see cref="Rubric.Columns"/>; null exactly when the reply was rejected. A null value
    /// is “cannot tell”.</summary>
    public ImmutableSortedDictionary<string, FeatureValue>? Values { get; private init; }

    /// <summary>What the model named (strategies): as often as it saw it, at most 8 times, without a place (start and length 0).</summary>
    public ImmutableArray<Evidence> Evidence { get; private init; } = [];

    /// <summary>Why the reply says nothing: <c>unreadable-reply</c> or <c>refused</c>.</summary>
    public Rejection? Rejection { get; private init; }

    /// <summary>Whether there are values.</summary>
    [MemberNotNullWhen(true, nameof(Values))]
    [MemberNotNullWhen(false, nameof(Rejection))]
    public bool Ok => Values is not null;

    /// <summary>Whether a failure for this reason has a reply that says nothing, and not no reply.</summary>
    public static bool IsOfReply(string reason) => reason is Declined or NoReading;

    internal static RubricReading Of(params ReadOnlySpan<(string Column, FeatureValue Value)> values)
    {
        var columns = ImmutableSortedDictionary.CreateBuilder<string, FeatureValue>(StringComparer.Ordinal);
        foreach (var (column, value) in values) columns[column] = value;
        return new() { Values = columns.ToImmutable() };
    }

    internal RubricReading Naming(ImmutableSortedDictionary<string, int> named) => this with
    {
        Evidence = [.. named.SelectMany(name => Enumerable.Repeat(new Evidence(name.Key, 0, 0), Math.Min(name.Value, MostOfOne)))],
    };

    internal static RubricReading Refused(string detail) => new() { Rejection = new(Declined, detail) };

    internal static RubricReading Unreadable(string detail) => new() { Rejection = new(NoReading, detail) };
}
