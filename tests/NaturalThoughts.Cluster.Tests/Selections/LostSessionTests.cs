using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Tests.Support;

namespace NaturalThoughts.Cluster.Tests.Selections;

public sealed class LostSessionTests
{
    const string Outputs = """
        selections: [{name: some, where: 'true', size: 6, seed: 7}]
        datasets: [{name: train, selection: some}]
        """;

    [Theory]
    [InlineData(nameof(ISelectionShardGrain.SetDifficulty))]
    [InlineData(nameof(ISelectionShardGrain.Summarise))]
    [InlineData(nameof(ISelectionShardGrain.Take))]
    [InlineData(nameof(ISelectionShardGrain.LowestTraces))]
    [InlineData(nameof(ISelectionShardGrain.WritePart))]
    public async Task Curate_ShardIsLostWhileItSelects_SelectsAgain(string method)
    {
        var lost = 0;
        TestRun? tested = null;
        await using var run = tested = await TestRun.StartAsync(calls: new CallFilter(async (called, call) =>
        {
            // What a shard that starts anew has: no sessions.
            if (called == method && Interlocked.Exchange(ref lost, 1) == 0) await ForgetAsync(tested!);
            await call();
        }));
        run.Import(20);

        var status = await run.FinishAsync(TestRun.Importing(Outputs));

        Assert.Equal(1, lost);
        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.Equal(6, Assert.Single(status.Datasets).Train);
    }

    // A shard keeps the newest sessions only.
    static async Task ForgetAsync(TestRun run)
    {
        for (var session = 0; session < 16; session++)
            for (var shard = 0; shard < 2; shard++) await run.Grains.Shard(TestRun.Name, shard).OpenSession(Guid.NewGuid());
    }
}
