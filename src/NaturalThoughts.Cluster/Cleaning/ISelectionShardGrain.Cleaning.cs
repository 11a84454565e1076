using System.Collections.Immutable;
using NaturalThoughts.Cluster.Cleaning;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Cluster.Shards;

// All calls of a cleaning carry its session. Where a shard has restarted since, they throw CleaningInterruptedException.
public partial interface ISelectionShardGrain
{
    /// <summary>Begins to read the shard's questions for a cleaning, or waits a while for the reading. A session before this one
    /// ends.</summary>
    [Alias("ReadForCleaning")]
    Task<CleaningReading> ReadForCleaning(Guid session);

    /// <inheritdoc cref="ICleaningShard.BandAsync"/>
    [Alias("Band"), ResponseTimeout("00:05:00")]
    Task<BandPage> Band(Guid session, int band, HashPart part);

    /// <inheritdoc cref="ICleaningShard.ShinglesAsync"/>
    [Alias("Shingles"), ResponseTimeout("00:05:00")]
    Task<ShingleSets> Shingles(Guid session, ImmutableArray<QuestionId> questions);

    /// <inheritdoc cref="ICleaningShard.JoinAsync"/>
    [Alias("JoinBand"), ResponseTimeout("00:30:00")]
    Task<ImmutableArray<NearPair>> JoinBand(Guid session, int band, HashPart part);

    /// <inheritdoc cref="ICleaningShard.LabelAsync"/>
    [Alias("Label")]
    Task Label(Guid session, ImmutableArray<QuestionLabel> labels);

    /// <inheritdoc cref="ICleaningShard.OriginsAsync"/>
    [Alias("Origins")]
    Task<ImmutableArray<SourceRow>> Origins(Guid session, ImmutableArray<QuestionId> questions);

    /// <summary>Tells the shard some of its near duplicates; <see cref="RecordRemovals"/> commits them.</summary>
    [Alias("Remove")]
    Task Remove(Guid session, ImmutableArray<NearDuplicate> near);

    /// <summary>Commits what the cleaning came to, where that is not what the log says last; waits a while for it.</summary>
    /// <returns>Null while it goes on: ask again.</returns>
    [Alias("RecordRemovals")]
    Task<ShardCounts?> RecordRemovals(Guid session);

    /// <summary>Lets go of all that was read.</summary>
    [Alias("EndCleaning")]
    Task EndCleaning(Guid session);
}
