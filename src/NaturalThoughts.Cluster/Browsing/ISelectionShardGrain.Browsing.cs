using System.Collections.Immutable;
using NaturalThoughts.Cluster.Browsing;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Cluster.Shards;

// What people look at, as of now and without a session.
public partial interface ISelectionShardGrain
{
    /// <summary>Traces of the pool by their columns, its text left aside, those with the lowest ids first.</summary>
    [Alias("Traces"), ResponseTimeout("00:01:00")]
    Task<ImmutableArray<PooledTrace>> Traces(TraceQuery query, int most);

    /// <summary>Traces as lists show them; those that are not in the pool any more are left out, and those whose question has not the
    /// text.</summary>
    [Alias("TraceLines"), ResponseTimeout("00:01:00")]
    Task<ImmutableArray<TraceLine>> TraceLines(ImmutableArray<PooledTrace> traces, string? text);

    /// <summary>A trace whole; null where it is not in this shard's part of the pool.</summary>
    [Alias("Trace"), ResponseTimeout("00:01:00")]
    Task<TraceDetails?> Trace(TraceId trace);

    /// <summary>Dead letters behind a place.</summary>
    [Alias("DeadLetters"), ResponseTimeout("00:01:00")]
    Task<ImmutableArray<DeadLetter>> DeadLetters(string? reason, DeadLetterPlace? after, int most);

    /// <summary>How columns are spread over a session's slice: columns that cards show, and any of texts or flags.</summary>
    [Alias("ColumnDistributions"), ResponseTimeout("00:05:00")]
    Task<ImmutableArray<Distribution>> ColumnDistributions(Guid session, ImmutableArray<string> columns);

    /// <summary>The hardest questions of a session's slice behind a place.</summary>
    [Alias("Ranked"), ResponseTimeout("00:05:00")]
    Task<ImmutableArray<QuestionRank>> Ranked(Guid session, RankPlace? after, int most);
}
