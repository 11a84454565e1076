using System.Collections.Immutable;
using NaturalThoughts.Cluster.Clusters;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>What a shard must hear, and say, about what was paid for.</summary>
static class PaidCommits
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Commits facts, again where the outcome is unknown or the shard is being read anew, until the run gives up what is under
    /// way: to generate them once more would be to pay twice. A refusing storage is for the run to hear of.</summary>
    public static Task CommitPaidAsync(this ISelectionShardGrain shard, ImmutableArray<Fact> facts, RunContext run, TimeProvider time) =>
        UntilHeardAsync(() => shard.Commit(facts), run, time);

    /// <summary>Whether a response has been committed; asks again where the outcome is unknown.</summary>
    public static async Task<bool> KnowsAsync(
        this ISelectionShardGrain shard, QuestionId question, TraceId trace, RunContext run, TimeProvider time)
    {
        var known = false;
        await UntilHeardAsync(async () => known = await shard.Knows(question, trace), run, time);
        return known;
    }

    /// <summary>Which questions are still to be embedded; asks again where the outcome is unknown.</summary>
    public static async Task<ImmutableArray<WantedEmbedding>> WantedAsync(
        this ISelectionShardGrain shard, Digest request, ImmutableArray<QuestionId> questions, RunContext run, TimeProvider time)
    {
        ImmutableArray<WantedEmbedding> wanted = [];
        await UntilHeardAsync(async () => wanted = await shard.WantedEmbeddings(request, questions), run, time);
        return wanted;
    }

    static async Task UntilHeardAsync(Func<Task> ask, RunContext run, TimeProvider time)
    {
        while (true)
        {
            try
            {
                await ask();
                return;
            }
            // A call that finds no silo in time is cancelled by nobody but Orleans.
            catch (Exception error) when ((Passing.Is(error) || error is OperationCanceledException) && !run.Stopping.IsCancellationRequested)
            {
                await Task.Delay(Pause, time, run.Stopping);
            }
        }
    }
}
