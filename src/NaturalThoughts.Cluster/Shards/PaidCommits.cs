using System.Collections.Immutable;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>Commits of what was paid for.</summary>
static class PaidCommits
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Commits facts, again where the outcome is unknown or the shard is being read anew, until the run gives up what is under
    /// way: to generate them once more would be to pay twice. A refusing storage is for the run to hear of.</summary>
    public static async Task CommitPaidAsync(this ISelectionShardGrain shard, ImmutableArray<Fact> facts, RunContext run, TimeProvider time)
    {
        while (true)
        {
            try
            {
                await shard.Commit(facts);
                return;
            }
            catch (Exception error) when (Passing.Is(error) && !run.Stopping.IsCancellationRequested)
            {
                await Task.Delay(Pause, time, run.Stopping);
            }
        }
    }
}
