using System.Collections.Immutable;

namespace NaturalThoughts.Core.Specs;

/// <summary>A recipe with a name, as the spec lists it.</summary>
[GenerateSerializer, Immutable, Alias("nt.SelectionSpec")]
public sealed record SelectionSpec
{
    /// <summary>The selection's name.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Name of a built-in recipe or a recipe file; the other fields override parts of it.</summary>
    [Id(1)] public string? Recipe { get; init; }

    /// <summary>Which traces are eligible; default <c>complete</c>.</summary>
    [Id(2)] public string? Where { get; init; }

    /// <summary>Weight for sampling without replacement.</summary>
    [Id(3)] public string? Weight { get; init; }

    /// <summary>Take the largest values of this instead.</summary>
    [Id(4)] public string? Rank { get; init; }

    /// <summary>Strata.</summary>
    [Id(5)] public StratifySpec? Stratify { get; init; }

    /// <summary>How many; null: all that are eligible.</summary>
    [Id(6)] public long? Size { get; init; }

    /// <summary>Seed of all chance.</summary>
    [Id(7)] public ulong? Seed { get; init; }

    /// <summary>Most traces of one question.</summary>
    [Id(8)] public int? PerQuestion { get; init; }

    /// <summary>Names of earlier selections, or files with one trace or question id a line.</summary>
    [Id(9)] public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>The probability with which each trace is taken, by itself.</summary>
    [Id(10)] public string? Sample { get; init; }

    /// <summary>What chance falls on: <c>trace</c> or <c>question</c>.</summary>
    [Id(11)] public string? Draw { get; init; }
}

/// <summary>How places are shared out.</summary>
[GenerateSerializer, Immutable, Alias("nt.StratifySpec")]
public sealed record StratifySpec
{
    /// <summary>The column.</summary>
    [Id(0)] public required string By { get; init; }

    /// <summary><c>uniform</c>, <c>proportional</c> or <c>sqrt</c>; ignored where <see cref="Shares"/> are given.</summary>
    [Id(1)] public string Allocation { get; init; } = "uniform";

    /// <summary>Share by value; values not named get none.</summary>
    [Id(2)] public ImmutableSortedDictionary<string, double> Shares { get; init; } = ImmutableSortedDictionary<string, double>.Empty;
}
