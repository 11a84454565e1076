using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Pairs;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Data.Datasets;

/// <summary>What a shard hands over for one selected trace.</summary>
public sealed record DatasetRow
{
    /// <summary>The question.</summary>
    public required Question Question { get; init; }

    /// <summary>The trace.</summary>
    public required TraceId TraceId { get; init; }

    /// <summary>0-based sample number.</summary>
    public required int Sample { get; init; }

    /// <summary>The teacher that wrote the trace.</summary>
    public required string Model { get; init; }

    /// <summary>The reasoning (System-2); null or blank when the trace has none.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The answer (System-1); null when the trace broke off while reasoning.</summary>
    public required string? Answer { get; init; }

    /// <summary>The answer that a model wrote for rows without reasoning; null where none is wanted or to be had.</summary>
    public string? CondensedAnswer { get; init; }

    /// <summary>Why the teacher stopped; null when nobody says.</summary>
    public string? FinishReason { get; init; }

    /// <summary>What mixing decided; <see cref="EmittedMode"/> is System-1 all the same for a trace without reasoning.</summary>
    public required RowMode Mode { get; init; }

    /// <summary>The value of every column of the run's <see cref="FeatureSchema"/>, by ordinal.</summary>
    public required ImmutableArray<FeatureValue> Features { get; init; }

    /// <summary>The answer that most of the question's traces give; null when none has one.</summary>
    public string? MajorityAnswer { get; init; }

    /// <summary>Where the question came from.</summary>
    public required SourceRow Origin { get; init; }

    /// <summary>Where an imported response came from; null for a generated one.</summary>
    public SourceRow? ResponseOrigin { get; init; }

    /// <summary>The other run that asked for a generated response; null: this one.</summary>
    public string? ResponseRun { get; init; }

    /// <summary>Why the trace was selected.</summary>
    public required SelectionReason Selected { get; init; }

    /// <summary>The other side of the pair; null where the plan makes none.</summary>
    public RejectedTrace? Rejected { get; init; }

    /// <summary>In which split it stands.</summary>
    public DatasetSplit Split { get; init; }

    /// <summary>The question's id.</summary>
    public QuestionId QuestionId => Question.Id;

    /// <summary>The mode the row really has: System-2 only with reasoning to show.</summary>
    public RowMode EmittedMode => Mode is RowMode.System2 && !string.IsNullOrWhiteSpace(Reasoning) ? RowMode.System2 : RowMode.System1;

    /// <summary>Whether the row says the condensed answer.</summary>
    public bool IsCondensed => EmittedMode is RowMode.System1 && CondensedAnswer is not null;

    /// <summary>The answer the row says.</summary>
    public string? EmittedAnswer => IsCondensed ? CondensedAnswer : Answer;
}

/// <summary>The trace that a pair's chosen one is preferred to.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="Kind">What makes the chosen one better.</param>
/// <param name="Model">The teacher that wrote it.</param>
/// <param name="Tokens">Its response's length in tokens.</param>
/// <param name="Reasoning">Its reasoning; null or blank when it has none.</param>
/// <param name="Answer">Its answer.</param>
public sealed record RejectedTrace(TraceId TraceId, PairKind Kind, string Model, double Tokens, string? Reasoning, string? Answer)
{
    /// <summary>How a kind is written.</summary>
    public string KindName => Kind is PairKind.Correct ? "correct" : "shorter";
}

/// <summary>What a row teaches.</summary>
[GenerateSerializer, Alias("nt.RowMode")]
public enum RowMode
{
    /// <summary>The answer alone; written <c>system-1</c>.</summary>
    System1,

    /// <summary>Reasoning and answer; written <c>system-2</c>.</summary>
    System2,
}

/// <summary>The splits of a dataset.</summary>
[GenerateSerializer, Alias("nt.DatasetSplit")]
public enum DatasetSplit
{
    /// <summary>For training.</summary>
    Train,

    /// <summary>Questions kept apart for validation.</summary>
    Validation,
}

/// <summary>Why a trace was selected.</summary>
/// <param name="Key">Its key: smallest first for weighted sampling, largest first for a rank.</param>
/// <param name="Weight">Its weight; null where the recipe ranks.</param>
/// <param name="Stratum">Its stratum; null without strata.</param>
[GenerateSerializer, Immutable, Alias("nt.SelectionReason")]
public readonly record struct SelectionReason(
    [property: Id(0)] double Key, [property: Id(1)] double? Weight = null, [property: Id(2)] string? Stratum = null);
