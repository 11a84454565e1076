using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Selections;

/// <summary>What a selection would come to now; nothing of it is recorded.</summary>
[GenerateSerializer, Immutable, Alias("nt.SelectionPreview")]
public sealed record SelectionPreview
{
    /// <summary>What would be taken and left out, and why.</summary>
    [Id(0)] public required SelectionReport Selection { get; init; }

    /// <summary>How the main columns are spread over what would be taken (left) and over the pool (right).</summary>
    [Id(1)] public required ImmutableArray<DistributionPair> Distributions { get; init; }

    /// <summary>Of what would be taken the traces with the lowest ids; ids are hashes.</summary>
    [Id(2)] public required ImmutableArray<PreviewedTrace> Examples { get; init; }
}

/// <summary>A trace that a selection would take.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Question">Its question.</param>
/// <param name="Text">How the question begins.</param>
/// <param name="Features">The trace's columns that have a value.</param>
[GenerateSerializer, Immutable, Alias("nt.PreviewedTrace")]
public sealed record PreviewedTrace(
    [property: Id(0)] TraceId Trace,
    [property: Id(1)] QuestionId Question,
    [property: Id(2)] string Text,
    [property: Id(3)] ImmutableSortedDictionary<string, FeatureValue> Features);
