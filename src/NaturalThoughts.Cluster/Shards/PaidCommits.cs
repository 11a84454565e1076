using System.Collections.Immutable;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>Commits of what was paid for.</summary>
static class PaidCommits
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Commits facts again and again until they are acknowledged or the run gives up what is under way: to generate them once more
    /// would cost more than to wait for a disk or a shard. The shard logs why and tells the run.</summary>
    public static async Task CommitUntilDurableAsync(this ISelectionShardGrain shard, ImmutableArray<Fact> facts, RunContext run, TimeProvider time)
    {
        while (true)
        {
            try
            {
                await shard.Commit(facts);
                return;
            }
            catch (Exception) when (!run.Stopping.IsCancellationRequested)
            {
                await Task.Delay(Pause, time, run.Stopping);
            }
        }
    }
}
