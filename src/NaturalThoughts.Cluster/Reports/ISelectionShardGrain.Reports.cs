using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Selections.Reports;

namespace NaturalThoughts.Cluster.Shards;

// What reports ask of a shard about a session's snapshot.
public partial interface ISelectionShardGrain
{
    /// <summary>Distributions of the shown columns over the whole slice.</summary>
    [Alias("PoolDistributions"), ResponseTimeout("00:05:00")]
    Task<ImmutableArray<Distribution>> PoolDistributions(Guid session);

    /// <summary>Distributions of the shown columns over this shard's part of a recorded selection.</summary>
    [Alias("SelectionDistributions"), ResponseTimeout("00:05:00")]
    Task<ImmutableArray<Distribution>> SelectionDistributions(Guid session, string selectionFile);

    /// <summary>The lowest ids among the slice's traces.</summary>
    /// <param name="session">The session.</param>
    /// <param name="selectionFile">A recorded selection: its traces only; null: all.</param>
    /// <param name="most">How many.</param>
    [Alias("LowestTraces"), ResponseTimeout("00:05:00")]
    Task<ImmutableArray<TraceId>> LowestTraces(Guid session, string? selectionFile, int most);

    /// <summary>Which strategies the slice's traces show, up to an id.</summary>
    /// <param name="session">The session.</param>
    /// <param name="selectionFile">A recorded selection: its traces only; null: all.</param>
    /// <param name="last">The last id that is looked at.</param>
    [Alias("Strategies"), ResponseTimeout("00:05:00")]
    Task<StrategySample> Strategies(Guid session, string? selectionFile, TraceId last);

    /// <summary>Traces to show; those the slice does not have are left out.</summary>
    [Alias("Excerpts"), ResponseTimeout("00:05:00")]
    Task<ImmutableArray<TraceExcerpt>> Excerpts(Guid session, ImmutableArray<TraceId> traces);
}
