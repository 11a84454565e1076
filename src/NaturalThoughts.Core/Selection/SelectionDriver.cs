using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Sharding;

namespace NaturalThoughts.Core.Selection;

/// <summary>
/// A shard, or a subtree of shards that merges its replies, as the coordinator sees it during one selection: all calls see the same
/// snapshot.
/// </summary>
public interface ISelectionShard
{
    /// <summary>The first round.</summary>
    Task<StratumSummary> SummariseAsync(CancellationToken cancellation);

    /// <summary>A later round.</summary>
    Task<ProbeReply> ProbeAsync(ProbeRequest request, CancellationToken cancellation);
}

/// <summary>What a selection's search found.</summary>
/// <param name="Thresholds">Where each stratum is cut.</param>
/// <param name="Omitted">What was left out, by reason.</param>
/// <param name="Rounds">How many rounds it took, the summary included.</param>
[GenerateSerializer, Immutable, Alias("nt.SelectionOutcome")]
public sealed record SelectionOutcome(
    [property: Id(0)] Thresholds Thresholds,
    [property: Id(1)] Omissions Omitted,
    [property: Id(2)] int Rounds);

/// <summary>Runs a selection over any number of shards, wherever they are.</summary>
public static class SelectionDriver
{
    /// <summary>Finds the cuts of a recipe.</summary>
    public static async Task<SelectionOutcome> SelectAsync(
        Recipe recipe, IReadOnlyList<ISelectionShard> shards, CancellationToken cancellation)
    {
        var summary = await MergeReplies.InBatchesAsync(shards.Select(shard => shard.SummariseAsync(cancellation)), StratumSummary.Merge);
        var search = new SelectionSearch(summary, recipe.Size, recipe.Share, recipe.Seed);
        while (search.Next() is { } request)
        {
            search.Accept(
                await MergeReplies.InBatchesAsync(shards.Select(shard => shard.ProbeAsync(request, cancellation)), ProbeReply.Merge));
        }

        return new(search.Thresholds, summary.Omitted, search.Rounds + 1);
    }
}
