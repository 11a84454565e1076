using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Cluster.Tests.Cleaning;

/// <summary>Rows that another process reads, which forms no cluster with this one.</summary>
public sealed class LateRowTests
{
    const string Clean = "clean: {decontaminate: bench.jsonl}";

    [Fact]
    public async Task Curate_RowComesWhileItCleans_IsJudgedBeforeAModelIsAsked()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await StartAsync(() => true);
        model.Release();

        var status = await run.FinishAsync(TestRun.Asking(model, Clean));

        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.Equal(1, Assert.Single(status.Counts.Removed).Value);
        Assert.DoesNotContain(model.Questions, question => question.Contains("late"));
    }

    [Fact]
    public async Task Curate_RowsComeWhileQuestionsAreUnderWay_AreJudgedBeforeAModelIsAsked()
    {
        await using var model = await HeldModel.StartAsync();
        var underWay = false;
        await using var run = await StartAsync(() => Volatile.Read(ref underWay));
        await run.CurateAsync(TestRun.Asking(model, Clean));
        await TestRun.UntilAsync(() => model.Questions.Count > 0);

        Volatile.Write(ref underWay, true);
        await CommitAsync(run, "And how late is that?");
        await run.UntilAsync(status => status.Counts.Removed.Values.Sum() == 2);
        model.Release();
        var status = await run.EndAsync();

        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.DoesNotContain(model.Questions, question => question.Contains("late"));
    }

    [Fact]
    public async Task Curate_LogHoldsARowThatItsShardDoesNotKnowYet_EndsWithItsVerdict()
    {
        TestRun? tested = null;
        var late = 0;
        await using var model = await HeldModel.StartAsync();
        await using var run = tested = await TestRun.StartAsync(calls: new CallFilter(async (method, call) =>
        {
            if (method == nameof(ISelectionShardGrain.ReadForCleaning) && Interlocked.Exchange(ref late, 1) == 0)
                await CommitBesideAsync(tested!, "How late is it?");
            await call();
        }));
        run.Ask(10);
        CleaningPool.Write(run, "bench.jsonl", "How late is it?", "What is 1 plus one?", "What is 2 plus one?", "What is 3 plus one?",
            "What is 4 plus one?", "What is 5 plus one?", "What is 6 plus one?");
        model.Release();

        var status = await run.FinishAsync(TestRun.Asking(model, Clean));

        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.Equal(7, Assert.Single(status.Counts.Removed).Value);
        Assert.DoesNotContain(model.Questions, question => question.Contains("late"));
    }

    // A row comes between the reading of the questions and what is made of it.
    static async Task<TestRun> StartAsync(Func<bool> now)
    {
        TestRun? tested = null;
        var late = 0;
        tested = await TestRun.StartAsync(calls: new CallFilter(async (method, call) =>
        {
            if (method == nameof(ISelectionShardGrain.RecordRemovals) && now() && Interlocked.Exchange(ref late, 1) == 0)
                await CommitAsync(tested!, "How late is it?");
            await call();
        }));
        tested.Ask(10);
        CleaningPool.Write(tested, "bench.jsonl", "How late is it?", "And how late is that?");
        return tested;
    }

    static Task CommitAsync(TestRun run, string text) =>
        run.Grains.Shard(TestRun.Name, QuestionId.Of(text).Shard(2)).Commit([Intake(text)]);

    static async Task CommitBesideAsync(TestRun run, string text)
    {
        var folder = RunFolder.Of(Path.Combine(run.Folder, "runs"), TestRun.Name).Value!.Shard(QuestionId.Of(text).Shard(2));
        await using var pump = new CommitPump(await SegmentLog.OpenAsync(folder), _ => false, _ => { }, TimeProvider.System, new());
        await pump.Loaded;
        await pump.CommitAsync([Intake(text)]);
    }

    static IntakeFact Intake(string text) => new()
    {
        FileDigest = Digest.Of("late"), Origin = new(0, "late", 1),
        Question = new() { Text = text, Source = "late", Id = QuestionId.Of(text) },
    };
}
