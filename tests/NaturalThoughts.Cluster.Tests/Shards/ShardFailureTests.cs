using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using Orleans.Core.Internal;

namespace NaturalThoughts.Cluster.Tests.Shards;

public sealed class ShardFailureTests
{
    [Fact]
    public async Task Commit_StorageRefuses_EndsTheRunWithTheReasonAndCanGoOn()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(4);
        await run.CurateAsync(TestRun.Asking(model));
        await TestRun.UntilAsync(() => model.Questions.Count == 4);
        var (shards, away) = (Path.Combine(run.RunFolder, "shards"), Path.Combine(run.RunFolder, "away"));
        Directory.Move(shards, away);
        model.Release();

        var refused = await run.EndAsync();
        Directory.Move(away, shards);
        var status = await run.FinishAsync(TestRun.Asking(model));

        Assert.Equal(RunPhase.Failed, refused.Phase);
        Assert.Contains("Cannot write a commit", refused.Problems[0].What);
        Assert.Equal((RunPhase.Done, 4L, 0), (status.Phase, status.Counts.Sealed, status.Problems.Length));
        Assert.InRange(model.Questions.Count, 4, 8);
    }

    [Fact]
    public async Task Curate_StorageRefusesAtIntake_EndsWithTheReason()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(3);
        await run.FinishAsync(TestRun.Importing());
        run.Import(3, from: 10, file: "traces-2.jsonl");
        Directory.Delete(Path.Combine(run.RunFolder, "shards"), recursive: true);

        var status = await run.FinishAsync(TestRun.Importing());

        Assert.Equal(RunPhase.Failed, status.Phase);
        Assert.Contains("Cannot write a commit", Assert.Single(status.Problems).What);
    }

    [Fact]
    public async Task Curate_ShardRestartsInTheMiddle_GoesOn()
    {
        // More than a shard hands out at once, so that some are begun by nobody but its next activation.
        const int questions = 100;
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(questions);
        await run.CurateAsync(TestRun.Asking(model).Replace("'}]", "', slots: 4}]").Replace("shards: 2", "shards: 1"));
        await TestRun.UntilAsync(() => model.Questions.Count == 4);
        await run.Grains.Shard(TestRun.Name, 0).AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        model.Release();

        var status = await run.EndAsync();

        Assert.Equal((RunPhase.Done, questions), (status.Phase, status.Counts.Sealed));
        Assert.Equal(questions, model.Questions.Count);
    }

    [Fact]
    public async Task Curate_QuestionThatADefectKeepsOpen_IsLeftAndTheOthersGoOn()
    {
        var defective = QuestionId.Of("What is 2 plus one?");
        await using var run = await TestRun.StartAsync(new CommitFilter((facts, commit) =>
            facts.OfType<SealFact>().Any(seal => seal.Question == defective) ? throw new NotSupportedException("A defect.") : commit()));
        run.Import(6);

        var status = await run.FinishAsync(TestRun.Importing("selections: [{name: all, where: 'true'}]"));

        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.Equal((5L, 1L), (status.Counts.Sealed, status.Counts.Stuck));
        Assert.Equal(5, Assert.Single(status.Selections).Taken);
    }

    [Fact]
    public async Task Curate_LogIsDamaged_EndsWithTheReasonAndCanBeMended()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(3);
        await run.FinishAsync(TestRun.Importing());
        var segment = Directory.GetFiles(Path.Combine(run.RunFolder, "shards"), "*.zst", SearchOption.AllDirectories).First();
        var sound = File.ReadAllBytes(segment);
        await run.RestartAsync();
        File.WriteAllBytes(segment, [.. sound[..^3], 1, 2, 3]);

        var damaged = await run.FinishAsync(TestRun.Importing());
        File.WriteAllBytes(segment, sound);
        var mended = await run.FinishAsync(TestRun.Importing());

        Assert.Equal(RunPhase.Failed, damaged.Phase);
        Assert.Contains(segment, Assert.Single(damaged.Problems).Where);
        Assert.Equal((RunPhase.Done, 3L), (mended.Phase, mended.Counts.Sealed));
    }
}
