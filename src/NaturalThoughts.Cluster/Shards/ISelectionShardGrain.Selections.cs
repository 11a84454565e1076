using System.Collections.Immutable;
using NaturalThoughts.Core.Difficulty;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Cluster.Shards;

// What the coordinator asks of a shard about its columns. Calls that belong together carry a session, which holds one snapshot.
public partial interface ISelectionShardGrain
{
    /// <summary>Takes a snapshot for a session; a session that is there already gets a new one.</summary>
    [Alias("OpenSession")]
    Task<PoolDigest> OpenSession(Guid session);

    /// <summary>What a snapshot taken now would hold.</summary>
    [Alias("Pool")]
    Task<PoolDigest> Pool();

    /// <summary>Forgets a session.</summary>
    [Alias("CloseSession")]
    Task CloseSession(Guid session);

    /// <summary>This shard's part of columns' histograms.</summary>
    [Alias("Histograms"), ResponseTimeout("00:05:00")]
    Task<ImmutableArray<ColumnHistogram>> Histograms(Guid session, ImmutableArray<string> columns);

    /// <summary>Ranking, first round: between which numbers the questions lie.</summary>
    [Alias("DifficultyRange"), ResponseTimeout("00:05:00")]
    Task<DifficultyRange> DifficultyRange(Guid session, ImmutableArray<ColumnHistogram> pool);

    /// <summary>Ranking, second round: the questions on the pool's scale.</summary>
    [Alias("DifficultyCount"), ResponseTimeout("00:05:00")]
    Task<DifficultyHistogram> DifficultyCount(Guid session, DifficultyRange pool);

    /// <summary>Ranking, last round: the session's snapshot gets the ranks as its column <c>difficulty</c>.</summary>
    [Alias("SetDifficulty"), ResponseTimeout("00:05:00")]
    Task SetDifficulty(Guid session, DifficultyHistogram pool);

    /// <summary>The hardest and the easiest questions by the column <c>difficulty</c>.</summary>
    [Alias("Extremes"), ResponseTimeout("00:05:00")]
    Task<ImmutableArray<QuestionRank>> Extremes(Guid session, int most);

    /// <summary>Selection, first round.</summary>
    [Alias("Summarise"), ResponseTimeout("00:05:00")]
    Task<Checked<StratumSummary>> Summarise(Guid session, RecipeOrder order);

    /// <summary>Selection, later rounds.</summary>
    [Alias("Probe"), ResponseTimeout("00:05:00")]
    Task<ProbeReply> Probe(Guid session, ProbeRequest request);

    /// <summary>What the cuts let in, ordered by question and trace, a page at a time.</summary>
    [Alias("Take"), ResponseTimeout("00:05:00")]
    Task<ImmutableArray<SelectedTrace>> Take(Guid session, Thresholds thresholds, int skip, int most);

    /// <summary>What the cuts let in, told without naming all of it.</summary>
    [Alias("Sketch"), ResponseTimeout("00:05:00")]
    Task<ShardSketch> Sketch(Guid session, Thresholds thresholds, int most);

    /// <summary>Why a trace is let in or not; null where it is not in this shard.</summary>
    [Alias("Explain"), ResponseTimeout("00:05:00")]
    Task<Explanation?> Explain(Guid session, TraceId trace, Thresholds thresholds);

    /// <summary>The columns of a trace that have a value; empty where it is not in this shard.</summary>
    [Alias("Features"), ResponseTimeout("00:05:00")]
    Task<ImmutableSortedDictionary<string, Core.Features.FeatureValue>> Features(Guid session, TraceId trace);

    /// <summary>Writes this shard's part of a dataset.</summary>
    [Alias("WritePart"), ResponseTimeout("01:00:00")]
    Task<Checked<PartSummary>> WritePart(Guid session, PartOrder order);
}

/// <summary>A shard's part of what can be selected from.</summary>
/// <param name="Sum">Sum of the digests of its traces; see the remarks of the shard's state.</param>
/// <param name="Traces">How many.</param>
[GenerateSerializer, Immutable, Alias("nt.PoolDigest")]
public readonly record struct PoolDigest([property: Id(0)] UInt128 Sum, [property: Id(1)] long Traces)
{
    /// <summary>The whole pool's digest, as it is written.</summary>
    public Digest Digest => Digest.Of("pool", $"{Traces}", new Digest(Sum).ToString());

    /// <summary>Both slices together.</summary>
    public static PoolDigest operator +(PoolDigest left, PoolDigest right) =>
        new(unchecked(left.Sum + right.Sum), left.Traces + right.Traces);
}

/// <summary>A shard's part of a selection that is not recorded.</summary>
/// <param name="Distributions">How the shown columns are spread over it.</param>
/// <param name="Lowest">Its traces with the lowest ids, in their order.</param>
[GenerateSerializer, Immutable, Alias("nt.ShardSketch")]
public sealed record ShardSketch(
    [property: Id(0)] ImmutableArray<Distribution> Distributions, [property: Id(1)] ImmutableArray<SelectedTrace> Lowest);

/// <summary>A recipe as shards get it.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Pool">The pool's histograms of the columns in its percentiles.</param>
/// <param name="ExcludedSelections">Files of earlier selections whose traces are left out.</param>
/// <param name="ExcludedIds">Files with one id of a trace or a question a line.</param>
[GenerateSerializer, Immutable, Alias("nt.RecipeOrder")]
public sealed record RecipeOrder(
    [property: Id(0)] Recipe Recipe,
    [property: Id(1)] ImmutableArray<ColumnHistogram> Pool,
    [property: Id(2)] ImmutableArray<string> ExcludedSelections,
    [property: Id(3)] ImmutableArray<string> ExcludedIds);

/// <summary>A part of a dataset to write.</summary>
/// <param name="Plan">How rows become files.</param>
/// <param name="SelectionFile">The recorded selection.</param>
/// <param name="Staging">The folder the part is written to.</param>
/// <param name="Pool">The pool's histograms of the columns in the mixing rule's percentiles.</param>
[GenerateSerializer, Immutable, Alias("nt.PartOrder")]
public sealed record PartOrder(
    [property: Id(0)] DatasetPlan Plan,
    [property: Id(1)] string SelectionFile,
    [property: Id(2)] string Staging,
    [property: Id(3)] ImmutableArray<ColumnHistogram> Pool);

/// <summary>A question and its rank.</summary>
/// <param name="Question">The question.</param>
/// <param name="Difficulty">Rank among all questions, 0 (easiest) to 1.</param>
/// <param name="Features">Columns of its first trace.</param>
[GenerateSerializer, Immutable, Alias("nt.QuestionRank")]
public sealed record QuestionRank(
    [property: Id(0)] QuestionId Question,
    [property: Id(1)] double Difficulty,
    [property: Id(2)] ImmutableSortedDictionary<string, Core.Features.FeatureValue> Features);
