using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Data.Selections.Reports;

/// <summary>A trace as a report shows it: its texts shortened, the places of its strategies known.</summary>
[GenerateSerializer, Immutable, Alias("nt.TraceExcerpt")]
public sealed record TraceExcerpt
{
    /// <summary>The trace.</summary>
    [Id(0)] public required TraceId Trace { get; init; }

    /// <summary>Its question.</summary>
    [Id(1)] public required QuestionId Question { get; init; }

    /// <summary>The question's text, shortened.</summary>
    [Id(2)] public required string Text { get; init; }

    /// <summary>The reference answer, shortened; null where there is none.</summary>
    [Id(3)] public string? Reference { get; init; }

    /// <summary>The reasoning in pieces; none where there is none.</summary>
    [Id(4)] public ImmutableArray<ExcerptPiece> Reasoning { get; init; } = [];

    /// <summary>The answer, shortened; null where there is none.</summary>
    [Id(5)] public string? Answer { get; init; }

    /// <summary>Strategies seen in the reasoning, and how often.</summary>
    [Id(6)]
    public ImmutableSortedDictionary<string, int> Strategies { get; init; } =
        ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>The columns that have a value.</summary>
    [Id(7)] public required ImmutableSortedDictionary<string, FeatureValue> Features { get; init; }
}

/// <summary>A piece of reasoning.</summary>
/// <param name="Text">It, or nothing where some was left out.</param>
/// <param name="Strategy">The strategy it shows; null: none.</param>
/// <param name="LeftOut">UTF-16 units left out here; 0: none.</param>
[GenerateSerializer, Immutable, Alias("nt.ExcerptPiece")]
public sealed record ExcerptPiece(
    [property: Id(0)] string Text, [property: Id(1)] string? Strategy = null, [property: Id(2)] int LeftOut = 0);
