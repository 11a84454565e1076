using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Browsing;

/// <summary>Which traces of the pool are looked for.</summary>
[GenerateSerializer, Immutable, Alias("nt.TraceQuery")]
public sealed record TraceQuery
{
    /// <summary>Most of one call.</summary>
    [Id(0)] public required int Limit { get; init; }

    /// <summary>Those behind this one only, in the order of ids.</summary>
    [Id(1)] public TraceId? After { get; init; }

    /// <summary>Those of this question.</summary>
    [Id(2)] public QuestionId? Question { get; init; }

    /// <summary>Those with this value of the column <c>domain</c>.</summary>
    [Id(3)] public string? Domain { get; init; }

    /// <summary>Those of this teacher, as the column <c>model</c> names it.</summary>
    [Id(4)] public string? Model { get; init; }

    /// <summary>Those whose question has this in its text, in upper or lower case.</summary>
    [Id(5)] public string? Text { get; init; }
}

/// <summary>Traces that were found.</summary>
/// <param name="Items">In the order of ids.</param>
/// <param name="Next">Behind which one to go on; null: there are no more.</param>
/// <param name="Scanned">Of how many traces the question was read for it.</param>
[GenerateSerializer, Immutable, Alias("nt.TracePage")]
public sealed record TracePage(
    [property: Id(0)] ImmutableArray<TraceLine> Items, [property: Id(1)] TraceId? Next, [property: Id(2)] int Scanned);

/// <summary>A trace in a list.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Question">Its question.</param>
/// <param name="Text">How the question begins.</param>
/// <param name="Features">Those of the main columns that have a value.</param>
[GenerateSerializer, Immutable, Alias("nt.TraceLine")]
public sealed record TraceLine(
    [property: Id(0)] TraceId Trace,
    [property: Id(1)] QuestionId Question,
    [property: Id(2)] string Text,
    [property: Id(3)] ImmutableSortedDictionary<string, FeatureValue> Features);

/// <summary>A trace and its question.</summary>
[GenerateSerializer, Immutable, Alias("nt.PooledTrace")]
public readonly record struct PooledTrace([property: Id(0)] TraceId Trace, [property: Id(1)] QuestionId Question);
