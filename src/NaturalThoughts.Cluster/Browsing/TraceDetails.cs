using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Cluster.Browsing;

/// <summary>A trace whole.</summary>
[GenerateSerializer, Immutable, Alias("nt.TraceDetails")]
public sealed record TraceDetails
{
    /// <summary>The trace.</summary>
    [Id(0)] public required TraceId Trace { get; init; }

    /// <summary>Its question, as all its rows together give it.</summary>
    [Id(1)] public required Question Question { get; init; }

    /// <summary>The reasoning (System-2), to which places of evidence point; null where there is none.</summary>
    [Id(2)] public string? Reasoning { get; init; }

    /// <summary>The answer (System-1); null where there is none.</summary>
    [Id(3)] public string? Answer { get; init; }

    /// <summary>What was said about the trace and its question, in the order of the log.</summary>
    [Id(4)] public required ImmutableArray<TraceAnnotation> Annotations { get; init; }

    /// <summary>The columns that have a value, without those that only a ranked pool has.</summary>
    [Id(5)] public required ImmutableSortedDictionary<string, FeatureValue> Features { get; init; }

    /// <summary>Where it came from.</summary>
    [Id(6)] public required TraceLineage Lineage { get; init; }
}

/// <summary>What an annotator said.</summary>
/// <param name="Annotator">The annotator.</param>
/// <param name="OfQuestion">Whether it is about the question.</param>
/// <param name="Request">Digest of what it was asked, or of its version and inputs.</param>
/// <param name="Values">What it says, by column.</param>
/// <param name="Evidence">Where in the reasoning it saw it.</param>
[GenerateSerializer, Immutable, Alias("nt.TraceAnnotation")]
public sealed record TraceAnnotation(
    [property: Id(0)] string Annotator,
    [property: Id(1)] bool OfQuestion,
    [property: Id(2)] Digest Request,
    [property: Id(3)] ImmutableSortedDictionary<string, FeatureValue> Values,
    [property: Id(4)] ImmutableArray<Evidence> Evidence);

/// <summary>Where a trace came from.</summary>
[GenerateSerializer, Immutable, Alias("nt.TraceLineage")]
public sealed record TraceLineage
{
    /// <summary>The row that gives the question its name: file and row.</summary>
    [Id(0)] public required string Row { get; init; }

    /// <summary>The teacher, as the spec or the source names it.</summary>
    [Id(1)] public required string Model { get; init; }

    /// <summary>Digest of what it was asked.</summary>
    [Id(2)] public required Digest Request { get; init; }

    /// <summary>Sample number, from 0.</summary>
    [Id(3)] public required int Sample { get; init; }

    /// <summary>Why the teacher stopped; null where it is not known.</summary>
    [Id(4)] public string? FinishReason { get; init; }

    /// <summary>Tokens as the server counted them.</summary>
    [Id(5)] public TokenUsage? Usage { get; init; }

    /// <summary>For a response that came with a source: file and row.</summary>
    [Id(6)] public string? ResponseRow { get; init; }

    /// <summary>The run that asked for it, where that was another one.</summary>
    [Id(7)] public string? Run { get; init; }
}
