using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Selection;

/// <summary>Why a trace is in a selection or not.</summary>
[GenerateSerializer, Immutable, Alias("nt.Explanation")]
public sealed record Explanation
{
    /// <summary>The trace.</summary>
    [Id(0)] public required TraceId Trace { get; init; }

    /// <summary>Its question.</summary>
    [Id(1)] public required QuestionId Question { get; init; }

    /// <summary>What the recipe makes of it before caps and cuts.</summary>
    [Id(2)] public required Verdict Verdict { get; init; }

    /// <summary>What <c>where</c> says.</summary>
    [Id(3)] public required bool? Where { get; init; }

    /// <summary>The weight, the rank where the recipe ranks, or the probability; null where a value it needs is missing.</summary>
    [Id(4)] public required double? Weight { get; init; }

    /// <summary>Hash of (seed, trace id).</summary>
    [Id(5)] public required ulong Hash { get; init; }

    /// <summary>The key: −ln(u) / weight, the rank negated, or (1 − u) / probability; null unless it is a candidate.</summary>
    [Id(6)] public required double? Key { get; init; }

    /// <summary>The stratum; null where the recipe has none.</summary>
    [Id(7)] public required Stratum? Stratum { get; init; }

    /// <summary>1-based position among the question's candidates; null unless it is one, or was before chance decided.</summary>
    [Id(8)] public required int? Position { get; init; }

    /// <summary>Where its stratum is cut; null unless it is a candidate, and where no trace of its stratum is one within the cap.</summary>
    [Id(9)] public required StratumCut? Cut { get; init; }

    /// <summary>Whether it is selected.</summary>
    [Id(10)] public required bool Selected { get; init; }

    /// <summary>The reason in words.</summary>
    [Id(11)] public required string Why { get; init; }
}
