using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Tests.Support;

namespace NaturalThoughts.Cluster.Tests.Runs;

public sealed class SpecChangeTests
{
    [Fact]
    public async Task Curate_BackToAnEarlierSpec_SealsUnderItAgain()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(5);
        var (longer, shorter) = (TestRun.Importing("limits: {response_tokens: 1000}"), TestRun.Importing("limits: {response_tokens: 4}"));

        await run.FinishAsync(longer);
        await run.FinishAsync(shorter);
        var status = await run.FinishAsync(longer);

        Assert.Equal(RunPhase.Done, status.Phase);
        Assert.Equal((0, 5), (status.Counts.Stuck, status.Counts.Sealed));
    }

    [Fact]
    public async Task Curate_ImportedColumnIsNew_RecipesSeeIt()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(5);
        await run.FinishAsync(TestRun.Importing());

        var status = await run.FinishAsync(TestRun.Importing("selections: [{name: s, where: score is null, size: 3}]")
            .Replace("columns:", "features: {score: score}\n  columns:"));

        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
    }

    [Fact]
    public async Task Curate_TwiceAtOnce_WorksOnce()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(3);
        await Task.WhenAll(run.CurateAsync(TestRun.Asking(model)), run.CurateAsync(TestRun.Asking(model)));
        await TestRun.UntilAsync(() => model.Questions.Count >= 3);
        model.Release();

        var status = await run.EndAsync();

        Assert.Equal(3, status.Counts.Sealed);
        Assert.Equal(3, model.Questions.Count);
    }

    [Fact]
    public async Task Curate_SourceIsMissing_LeavesTheSpecInForceAsItWas()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(2);
        await run.FinishAsync(TestRun.Importing());
        var accepted = File.ReadAllText(Path.Combine(run.RunFolder, "run.yaml"));

        var refused = await run.CurateAsync(TestRun.Importing().Replace("traces*.jsonl", "nowhere.jsonl"));

        Assert.False(refused.Ok);
        Assert.Equal(accepted, File.ReadAllText(Path.Combine(run.RunFolder, "run.yaml")));
    }
}
