using System.Collections.Immutable;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>Counts of a shard or a run: folds over facts, so they add up by construction and merge by adding.</summary>
[GenerateSerializer, Immutable, Alias("nt.ShardCounts")]
public sealed record ShardCounts
{
    /// <summary>Rows with a question: unique questions and duplicates.</summary>
    [Id(0)] public long Questions { get; init; }

    /// <summary>Of these, different questions.</summary>
    [Id(1)] public long Unique { get; init; }

    /// <summary>Rows that could not be used, by reason.</summary>
    [Id(2)] public ImmutableSortedDictionary<string, long> Unusable { get; init; } = Tally.None;

    /// <summary>Responses committed, by “role model”, judgements by “role model rubric”.</summary>
    [Id(3)] public ImmutableSortedDictionary<string, long> Responses { get; init; } = Tally.None;

    /// <summary>Tokens of these, as their servers counted, by the same names; left out where none were counted.</summary>
    [Id(12)] public ImmutableSortedDictionary<string, long> Tokens { get; init; } = Tally.None;

    /// <summary>Responses that failed for good, by reason.</summary>
    [Id(4)] public ImmutableSortedDictionary<string, long> Failed { get; init; } = Tally.None;

    /// <summary>Questions sealed under the current plan.</summary>
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

    /// <summary>Tokens the committed responses are long, as their servers counted.</summary>
    public long CompletionTokens => Tokens.Values.Sum();

    /// <summary>Rows of all sources: questions in.</summary>
    public long Rows => Questions + Unusable.Values.Sum();

    /// <summary>Rows that say a question again.</summary>
    public long Duplicates => Questions - Unique;

    /// <summary>Whether the same is known as in other counts of the same shards.</summary>
    public bool SaysTheSameAs(ShardCounts other) =>
        (Rows, Sealed, Responses.Values.Sum(), Failed.Values.Sum())
        == (other.Rows, other.Sealed, other.Responses.Values.Sum(), other.Failed.Values.Sum());

    /// <summary>Counts of both.</summary>
    public static ShardCounts operator +(ShardCounts left, ShardCounts right) => new()
    {
        Questions = left.Questions + right.Questions,
        Unique = left.Unique + right.Unique,
        Unusable = left.Unusable.Plus(right.Unusable),
        Responses = left.Responses.Plus(right.Responses),
        Tokens = left.Tokens.Plus(right.Tokens),
        Failed = left.Failed.Plus(right.Failed),
        Sealed = left.Sealed + right.Sealed,
        Traces = left.Traces + right.Traces,
        Stuck = left.Stuck + right.Stuck,
        Spent = left.Spent + right.Spent,
        Estimated = left.Estimated + right.Estimated,
        Refused = left.Refused ?? right.Refused,
    };
}
