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

        run.Import(5, from: 10, file: "more.jsonl");
        var spec = TestRun.Importing("selections: [{name: s, where: score is null, size: 7}]");
        var source = spec[spec.IndexOf("path:", StringComparison.Ordinal)..spec.IndexOf("shards:", StringComparison.Ordinal)];
        var second = source.Replace("traces*", "more").TrimEnd() + "\n  features: {score: answer}\n";
        var status = await run.FinishAsync(
            spec.Replace(source, source).Replace("  path:", "- path:").Replace("shards:", $"- {second}shards:"));

        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.Equal(5, Assert.Single(status.Selections).Taken);
    }

    [Fact]
    public async Task Curate_SourceReadsItsRowsOtherwise_IsRefused()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(2);
        await run.FinishAsync(TestRun.Importing());

        var moved = await run.CurateAsync(TestRun.Importing().Replace("'traces*.jsonl'", "traces.jsonl"));
        await run.EndAsync();
        var refused = await run.CurateAsync(TestRun.Importing().Replace("reference: answer", "reference: other"));

        Assert.True(moved.Ok);
        Assert.Equal("source[0]", Assert.Single(refused.Problems).Where);
    }

    [Fact]
    public async Task Curate_AddressHoldsASecret_IsRefusedAndNotWritten()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(2);

        var refused = await run.CurateAsync(TestRun.Importing("endpoints: [{url: 'http://user:secret@localhost:1'}]"));

        Assert.False(refused.Ok);
        Assert.DoesNotContain("secret", string.Join('\n', refused.Problems));
        Assert.False(Directory.Exists(run.RunFolder));
    }

    [Fact]
    public async Task Curate_ManyTimesAtOnce_WorksOnce()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(3);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => run.CurateAsync(TestRun.Asking(model))));
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
