using System.Collections.Immutable;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>Counts of a shard or a run: folds over facts, so they add up by construction and merge by adding.</summary>
[GenerateSerializer, Immutable, Alias("nt.ShardCounts")]
public sealed record ShardCounts
{
    /// <summary>Rows with a question: different questions and duplicates.</summary>
    [Id(0)] public long Questions { get; init; }

    /// <summary>Of these, different questions that are not removed.</summary>
    [Id(1)] public long Unique { get; init; }

    /// <summary>Rows that could not be used, by reason.</summary>
    [Id(2)] public ImmutableSortedDictionary<string, long> Unusable { get; init; } = Tally.None;

    /// <summary>Responses committed, by “role model”, judgements by “role model rubric”.</summary>
    [Id(3)] public ImmutableSortedDictionary<string, long> Responses { get; init; } = Tally.None;

    /// <summary>Tokens of these, as their servers counted, by the same names; left out where none were counted.</summary>
    [Id(15)] public ImmutableSortedDictionary<string, long> Tokens { get; init; } = Tally.None;

    /// <summary>Responses that failed for good, by reason. Responses asked or imported are these and the committed ones.</summary>
    [Id(4)] public ImmutableSortedDictionary<string, long> Failed { get; init; } = Tally.None;

    /// <summary>Judgements that ended without a readable reply, by reason. Their replies are among the committed responses.</summary>
    [Id(16)] public ImmutableSortedDictionary<string, long> Unreadable { get; init; } = Tally.None;

    /// <summary>Questions sealed under the current plan; removed ones are not counted.</summary>
    [Id(5)] public long Sealed { get; init; }

    /// <summary>Traces that can be selected from.</summary>
    [Id(6)] public long Traces { get; init; }

    /// <summary>Questions that ended in a defect of the program itself and wait for the next start.</summary>
    [Id(7)] public long Stuck { get; init; }

    /// <summary>What keeps facts from being committed; null while nothing does.</summary>
    [Id(9)] public Problem? Refused { get; init; }

    /// <summary>Tokens that models generated for the run: responses asked and tries that failed; imported ones cost nothing.</summary>
    [Id(10)] public long Spent { get; init; }

    /// <summary>Of these, tokens that no server counted.</summary>
    [Id(11)] public long Estimated { get; init; }

    /// <summary>Different questions that the spec's rule removes, by reason.</summary>
    [Id(12)] public ImmutableSortedDictionary<string, long> Removed { get; init; } = Tally.None;

    /// <summary>Questions with work left under the current plan, removed ones too: these are sealed without traces.</summary>
    [Id(13)] public long Open { get; init; }

    /// <summary>Names the rows with a question: the sum of their keys modulo 2^128, in whatever order they came.</summary>
    [Id(14)] public Digest Intake { get; init; }

    /// <summary>Tokens the committed responses are long, as their servers counted.</summary>
    public long CompletionTokens => Tokens.Values.Sum();

    /// <summary>Rows of all sources: questions in.</summary>
    public long Rows => Questions + Unusable.Values.Sum();

    /// <summary>Rows that say a question again.</summary>
    public long Duplicates => Questions - Unique - Removed.Values.Sum();

    /// <summary>Whether the same is known as in other counts of the same shards.</summary>
    public bool SaysTheSameAs(ShardCounts other) =>
        (Rows, Unique, Open, Responses.Values.Sum(), Failed.Values.Sum(), Unreadable.Values.Sum()) == (other.Rows, other.Unique,
            other.Open, other.Responses.Values.Sum(), other.Failed.Values.Sum(), other.Unreadable.Values.Sum());

    /// <summary>Counts of both.</summary>
    public static ShardCounts operator +(ShardCounts left, ShardCounts right) => new()
    {
        Questions = left.Questions + right.Questions,
        Unique = left.Unique + right.Unique,
        Unusable = left.Unusable.Plus(right.Unusable),
        Responses = left.Responses.Plus(right.Responses),
        Tokens = left.Tokens.Plus(right.Tokens),
        Failed = left.Failed.Plus(right.Failed),
        Unreadable = left.Unreadable.Plus(right.Unreadable),
        Sealed = left.Sealed + right.Sealed,
        Traces = left.Traces + right.Traces,
        Stuck = left.Stuck + right.Stuck,
        Spent = left.Spent + right.Spent,
        Estimated = left.Estimated + right.Estimated,
        Refused = left.Refused ?? right.Refused,
        Removed = left.Removed.Plus(right.Removed),
        Open = left.Open + right.Open,
        Intake = new(left.Intake.Value + right.Intake.Value),
    };
}
