using NaturalThoughts.Cluster.Cleaning;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Tests.Support;
using static NaturalThoughts.Cluster.Tests.Cleaning.CleaningPool;

namespace NaturalThoughts.Cluster.Tests.Cleaning;

public sealed class CleaningFailureTests
{
    [Fact]
    public async Task Curate_BenchmarkChangesBeforeItIsRead_Ends()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var run = await TestRun.StartAsync(calls: new CallFilter(async (method, call) =>
        {
            if (method == nameof(ISelectionShardGrain.ReadForCleaning)) await held.Task;
            await call();
        }));
        Import(run, "traces.jsonl", "What is a prime?");
        Write(run, "bench.jsonl", "what is a PRIME");
        await run.CurateAsync(TestRun.Importing(Both));
        await run.UntilAsync(status => status.Phase is RunPhase.Cleaning);
        Write(run, "bench.jsonl", "something else");
        held.SetResult();

        var status = await run.EndAsync();

        Assert.Equal(RunPhase.Failed, status.Phase);
        Assert.Contains("not those that the spec was accepted with", Assert.Single(status.Problems).What, StringComparison.Ordinal);
        Assert.Equal(0, status.Counts.Sealed);
    }

    [Theory]
    [InlineData(nameof(ISelectionShardGrain.ReadForCleaning))]
    [InlineData(nameof(ISelectionShardGrain.JoinBand))]
    [InlineData(nameof(ISelectionShardGrain.Shingles))]
    [InlineData(nameof(ISelectionShardGrain.Label))]
    [InlineData(nameof(ISelectionShardGrain.Origins))]
    [InlineData(nameof(ISelectionShardGrain.RecordRemovals))]
    public async Task Curate_ShardIsLostInTheMiddle_CleansAgainAndEndsTheSame(string method)
    {
        var calls = 0;
        await using var calm = await TestRun.StartAsync();
        await using var run = await TestRun.StartAsync(calls: new CallFilter((called, call) =>
            called == method && Interlocked.Increment(ref calls) == 2 ? throw new CleaningInterruptedException() : call()));
        WritePool(calm);
        WritePool(run);

        var expected = await calm.FinishAsync(TestRun.Importing(Both));
        var status = await run.FinishAsync(TestRun.Importing(Both));

        Assert.True(calls > 2);
        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.Equal(Removed(expected.Counts.Removed), Removed(status.Counts.Removed));
        Assert.Equal(await OutcomeAsync(calm), await OutcomeAsync(run));
    }

    [Fact]
    public async Task Curate_StoppedWhileRemovalsAreRecordedAndOnAnotherSilo_EndsTheSame()
    {
        var recorded = 0;
        await using var calm = await TestRun.StartAsync();
        await using var run = await TestRun.StartAsync(calls: new CallFilter(async (called, call) =>
        {
            // The first shard records its own; the others come to nothing.
            if (called == nameof(ISelectionShardGrain.RecordRemovals) && Interlocked.Increment(ref recorded) > 1)
                throw new CleaningInterruptedException();
            await call();
        }));
        WritePool(calm);
        WritePool(run);
        await calm.FinishAsync(TestRun.Importing(Both));

        await run.CurateAsync(TestRun.Importing(Both));
        await TestRun.UntilAsync(() => recorded > 3);
        var said = await OutcomeAsync(run);
        await run.RestartAsync();
        await run.OpenAsync();
        await run.Run.EnsureRunning();
        var status = await run.EndAsync();

        var expected = await OutcomeAsync(calm);
        Assert.NotEqual(expected, said);
        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.Equal(expected, await OutcomeAsync(run));
    }
}
