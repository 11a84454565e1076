using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Data.Selections;

namespace NaturalThoughts.Cluster.Tests.Selections;

public sealed class RecordedSelectionTests
{
    const string Outputs = "selections: [{name: some, where: 'true', size: 6, seed: 7}]";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Curate_TracesAreDamagedOrLost_AreWrittenAgain(bool lost)
    {
        await using var run = await TestRun.StartAsync();
        run.Import(20);
        await run.FinishAsync(TestRun.Importing(Outputs));
        var file = TracesOf(run, "some");
        var expected = File.ReadAllBytes(file);
        if (lost) File.Delete(file);
        else File.AppendAllText(file, "more");

        var status = await run.FinishAsync(TestRun.Importing(Outputs));

        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.Equal(expected, File.ReadAllBytes(file));
    }

    [Fact]
    public async Task Select_ExclusionsInAnotherOrder_IsTheSame()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(20);
        await run.FinishAsync(TestRun.Importing());
        foreach (var name in (string[])["b", "a"])
            await SelectAsync(run, new() { Name = name, Size = 3, Seed = name[0] });
        var rest = new SelectionSpec { Name = "rest", Seed = 1, Exclude = ["b", "a"] };
        await SelectAsync(run, rest);

        Assert.True((await SelectAsync(run, rest with { Exclude = ["a", "b"] })).Existing);
        Assert.True((await SelectAsync(run, rest with { Exclude = ["a", "b", "a"] })).Existing);
    }

    [Fact]
    public async Task Select_TwoOfOneNameAtOnce_OneIsRefused()
    {
        var (opened, both) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var run = await TestRun.StartAsync(calls: new CallFilter(async (method, call) =>
        {
            if (method == nameof(ISelectionShardGrain.Summarise))
            {
                // Two shards for each.
                if (Interlocked.Increment(ref opened) == 4) both.SetResult();
                await both.Task;
            }

            await call();
        }));
        run.Import(20);
        await run.FinishAsync(TestRun.Importing());

        var made = await Task.WhenAll(((ulong[])[1, 2]).Select(seed => run.Run.Select(new() { Name = "x", Size = 4, Seed = seed }, replace: false)));

        var (done, refused) = (made.Single(report => report.Ok), made.Single(report => !report.Ok));
        Assert.Equal(done.Value!.Seed, (await run.Run.Status()).Selections.Single().Seed);
        Assert.Contains("is there already", refused.Problems[0].What);
    }

    [Fact]
    public async Task Read_AnotherProcessReplacesIt_IsThereOrNot()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(5);
        await run.FinishAsync(TestRun.Importing(Outputs));
        var runs = RunFolder.Of(Path.Combine(run.Folder, "runs"), TestRun.Name).Value!;
        var (place, aside) = (runs.Selection("some").Value!, Path.Combine(run.Folder, "aside"));
        var replacing = Task.Run(() =>
        {
            for (var round = 0; round < 20_000; round++)
            {
                Directory.Move(place, aside);
                Directory.Move(aside, place);
            }
        }, TestContext.Current.CancellationToken);

        while (!replacing.IsCompleted)
            if (RecordedSelection.Read(runs, "some") is { Ok: true, Value: var recorded }) Assert.Equal(5, recorded.Report.Taken);

        await replacing;
    }

    [Fact]
    public async Task Curate_RecipeFileBuildsOnAnother_WhichStandsBesideIt()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(20);
        Directory.CreateDirectory(Path.Combine(run.Folder, "recipes"));
        File.WriteAllText(Path.Combine(run.Folder, "recipes", "outer.yaml"), "recipe: inner.yaml\nsize: 4\n");
        File.WriteAllText(Path.Combine(run.Folder, "recipes", "inner.yaml"), "recipe: random\nseed: 3\n");

        var status = await run.FinishAsync(TestRun.Importing("selections: [{name: some, recipe: recipes/outer.yaml}]"));

        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.Equal((4, 3ul), (status.Selections[0].Taken, status.Selections[0].Seed));
    }

    [Fact]
    public async Task Rank_QuestionsWithoutTraces_AreNotCounted()
    {
        await using var model = await HeldModel.StartAsync(refusals: 4);
        await using var run = await TestRun.StartAsync();
        run.Ask(10);
        model.Release();
        await run.FinishAsync(TestRun.Asking(model));

        Assert.Equal(6, (await run.Run.Rank(3)).Value!.Questions);
    }

    static async Task<SelectionReport> SelectAsync(TestRun run, SelectionSpec selection)
    {
        var report = await run.Run.Select(selection, replace: false);
        Assert.True(report.Ok, string.Join('\n', report.Problems));
        return report.Value;
    }

    static string TracesOf(TestRun run, string selection) => Path.Combine(run.RunFolder, "selections", selection, SelectionFile.Name);
}
