using System.Collections.Immutable;

namespace NaturalThoughts.Cluster.Budgets;

/// <summary>How the tokens that nobody has reserved are dealt out to the shards of a run.</summary>
static class Allotment
{
    /// <summary>To each what it waits for, as evenly as that goes where it does not suffice for all; what is left over, in equal parts, for
    /// whoever wants it next.</summary>
    /// <param name="free">Tokens of the budget neither spent nor reserved.</param>
    /// <param name="needs">The shards' needs.</param>
    /// <returns>Tokens for each shard, together no more than there are. All 0 only where no waiting question's need fits.</returns>
    public static ImmutableArray<long> Of(long free, IReadOnlyList<TokenNeed> needs)
    {
        var left = Math.Max(0, free);
        var grants = new long[needs.Count];
        var all = Enumerable.Range(0, needs.Count);
        var waiting = all.Where(shard => needs[shard].First > 0).OrderBy(shard => needs[shard].Wanted).ToList();
        foreach (var (place, shard) in waiting.Index())
        {
            var (need, share) = (needs[shard], left / (waiting.Count - place));
            // Part of what one question wants is of no use to anybody.
            grants[shard] = share >= need.First ? Math.Min(share, need.Wanted) : need.First <= left ? need.First : 0;
            left -= grants[shard];
        }

        if (waiting.All(shard => grants[shard] == needs[shard].Wanted))
            foreach (var shard in all) grants[shard] += left / grants.Length;
        return [.. grants];
    }
}
