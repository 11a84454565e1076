using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Selections;

/// <summary>What a selection came to; kept as <c>summary.json</c> beside it.</summary>
[GenerateSerializer, Immutable, Alias("nt.SelectionReport")]
public sealed record SelectionReport
{
    /// <summary>The reasons for which traces are not even eligible.</summary>
    internal static ImmutableArray<string> NotEligible { get; } = ["excluded", "where is false", "where is unknown"];

    /// <summary>The selection's name.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>The recipe in full, as YAML.</summary>
    [Id(1)] public required string Recipe { get; init; }

    /// <summary>The seed of its chance.</summary>
    [Id(2)] public required ulong Seed { get; init; }

    /// <summary>How many were asked for; null: all that are eligible.</summary>
    [Id(3)] public long? Size { get; init; }

    /// <summary>How many were taken.</summary>
    [Id(4)] public required long Taken { get; init; }

    /// <summary>Traces in the pool it was taken from.</summary>
    [Id(5)] public required long Pool { get; init; }

    /// <summary>Order-independent digest of that pool.</summary>
    [Id(6)] public required string Snapshot { get; init; }

    /// <summary>Why traces of the pool were no candidates, and how many.</summary>
    [Id(7)] public required ImmutableSortedDictionary<string, long> LeftOut { get; init; }

    /// <summary>Strata with what they had and gave; one, named “all”, where there are none.</summary>
    [Id(8)] public required ImmutableArray<StratumReport> Strata { get; init; }

    /// <summary>Seconds it took, its report aside; no part of what is recorded.</summary>
    [Id(9), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public double Seconds { get; init; }

    /// <summary>Whether it was there already, the same.</summary>
    [Id(10), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool Existing { get; init; }

    /// <summary>Digest of what else it rests on: how difficulty is ranked, and what it leaves out.</summary>
    [Id(11)] public string Ground { get; init; } = "";

    /// <summary>How many traces <c>sample</c> takes on average, before <c>per_question</c> and <c>size</c>; null without it. With
    /// <c>draw: question</c> after <c>per_question</c>.</summary>
    [Id(12)] public double? Expected { get; init; }
}

/// <summary>One stratum of a selection.</summary>
[GenerateSerializer, Immutable, Alias("nt.StratumReport")]
public sealed record StratumReport([property: Id(0)] string Name, [property: Id(1)] long Candidates, [property: Id(2)] long Taken);

/// <summary>Why a trace is in a selection, or not.</summary>
[GenerateSerializer, Immutable, Alias("nt.TraceExplanation")]
public sealed record TraceExplanation
{
    /// <summary>The trace.</summary>
    [Id(0)] public required TraceId Trace { get; init; }

    /// <summary>Its question.</summary>
    [Id(1)] public required QuestionId Question { get; init; }

    /// <summary>Whether it was taken.</summary>
    [Id(2)] public required bool Taken { get; init; }

    /// <summary>Why, in a sentence.</summary>
    [Id(3)] public required string Why { get; init; }

    /// <summary>The steps to it: eligibility, weight, hash, key, stratum, threshold; name and value.</summary>
    [Id(4)] public required ImmutableArray<NamedText> Steps { get; init; }

    /// <summary>Its columns.</summary>
    [Id(5)] public required ImmutableSortedDictionary<string, FeatureValue> Features { get; init; }
}

/// <summary>A name and what stands beside it.</summary>
[GenerateSerializer, Immutable, Alias("nt.NamedText")]
public sealed record NamedText([property: Id(0)] string Name, [property: Id(1)] string Text);

/// <summary>Two selections side by side.</summary>
[GenerateSerializer, Immutable, Alias("nt.SelectionComparison")]
public sealed record SelectionComparison
{
    /// <summary>Name and size of the first.</summary>
    [Id(0)] public required string Left { get; init; }

    /// <summary>Name of the second.</summary>
    [Id(1)] public required string Right { get; init; }

    /// <summary>Traces in the first.</summary>
    [Id(2)] public required long LeftSize { get; init; }

    /// <summary>Traces in the second.</summary>
    [Id(3)] public required long RightSize { get; init; }

    /// <summary>Traces in both.</summary>
    [Id(4)] public required long Common { get; init; }

    /// <summary>Some that only the first has, in id order.</summary>
    [Id(5)] public required ImmutableArray<TraceId> OnlyLeft { get; init; }

    /// <summary>Some that only the second has, in id order.</summary>
    [Id(6)] public required ImmutableArray<TraceId> OnlyRight { get; init; }

    /// <summary>Distributions of the main columns.</summary>
    [Id(7)] public required ImmutableArray<DistributionPair> Distributions { get; init; }
}

/// <summary>How a column is distributed in two sets of traces.</summary>
/// <param name="Column">The column.</param>
/// <param name="Bins">Bins in reading order.</param>
[GenerateSerializer, Immutable, Alias("nt.DistributionPair")]
public sealed record DistributionPair([property: Id(0)] string Column, [property: Id(1)] ImmutableArray<BinPair> Bins);

/// <summary>A bin and how many traces of each set are in it.</summary>
[GenerateSerializer, Immutable, Alias("nt.BinPair")]
public sealed record BinPair([property: Id(0)] string Label, [property: Id(1)] long Left, [property: Id(2)] long Right);

/// <summary>Questions ranked by difficulty over the whole pool.</summary>
[GenerateSerializer, Immutable, Alias("nt.DifficultyRanking")]
public sealed record DifficultyRanking
{
    /// <summary>The expression they were ranked by.</summary>
    [Id(0)] public required string Expression { get; init; }

    /// <summary>How many questions have a rank.</summary>
    [Id(1)] public required long Questions { get; init; }

    /// <summary>Hardest first.</summary>
    [Id(2)] public required ImmutableArray<RankedQuestion> Hardest { get; init; }

    /// <summary>Easiest first.</summary>
    [Id(3)] public required ImmutableArray<RankedQuestion> Easiest { get; init; }
}

/// <summary>A question with its rank.</summary>
/// <param name="Question">The question.</param>
/// <param name="Difficulty">Rank among all questions, 0 (easiest) to 1.</param>
/// <param name="Text">The question's text.</param>
/// <param name="Reference">Its reference answer.</param>
/// <param name="Features">Columns of its first trace.</param>
[GenerateSerializer, Immutable, Alias("nt.RankedQuestion")]
public sealed record RankedQuestion(
    [property: Id(0)] QuestionId Question,
    [property: Id(1)] double Difficulty,
    [property: Id(2)] string Text,
    [property: Id(3)] string? Reference,
    [property: Id(4)] ImmutableSortedDictionary<string, FeatureValue> Features);
