using System.Collections.Immutable;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Cluster.Cleaning;

/// <summary>A shard as the search for near duplicates sees it.</summary>
sealed class CleaningSeat(ISelectionShardGrain shard, Guid session) : ICleaningShard
{
    /// <summary>All shards of a run.</summary>
    public static ImmutableArray<CleaningSeat> Of(IGrainFactory grains, RunContext run, Guid session) =>
        [.. Enumerable.Range(0, run.Spec.Shards).Select(number => new CleaningSeat(grains.Shard(run.Name, number), session))];

    /// <inheritdoc/>
    public Task<BandPage> BandAsync(int band, HashPart part) => shard.Band(session, band, part);

    /// <inheritdoc/>
    public Task<ShingleSets> ShinglesAsync(ImmutableArray<QuestionId> questions) => shard.Shingles(session, questions);

    /// <inheritdoc/>
    public Task<ImmutableArray<NearPair>> JoinAsync(int band, HashPart part) => shard.JoinBand(session, band, part);

    /// <inheritdoc/>
    public Task LabelAsync(ImmutableArray<QuestionLabel> labels) => shard.Label(session, labels);

    /// <inheritdoc/>
    public Task<ImmutableArray<SourceRow>> OriginsAsync(ImmutableArray<QuestionId> questions) => shard.Origins(session, questions);
}
