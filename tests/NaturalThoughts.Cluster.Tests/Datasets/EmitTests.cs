using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Tests.Support;

namespace NaturalThoughts.Cluster.Tests.Datasets;

public sealed class EmitTests
{
    const string Outputs = """
        selections: [{name: some, recipe: random, size: 3, seed: 7}]
        datasets: [{name: train, selection: some}]
        """;

    [Fact]
    public async Task Curate_DatasetHoldsSomethingElseByNow_IsReplaced()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(10);
        await run.FinishAsync(TestRun.Importing(Outputs));

        var status = await run.FinishAsync(TestRun.Importing(Outputs.Replace("size: 3", "size: 5")));

        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.Equal(5, Assert.Single(status.Datasets).Train);
    }
}
