using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Tests.Support;

namespace NaturalThoughts.Cluster.Tests.Runs;

/// <summary>A pause holds, also when it comes while work begins.</summary>
public sealed class StopRaceTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    TaskCompletionSource? _pausing;
    bool _holdsShards;

    [Fact]
    public async Task Pause_WhileAResumeIsBeingRecorded_Holds()
    {
        var log = new HeldControlLog();
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync(calls: new CallFilter(AroundAsync), time: log);
        run.Ask(3);
        await run.CurateAsync(TestRun.Asking(model).Replace("'}]", "', slots: 1}]"));
        await TestRun.UntilAsync(() => model.Questions.Count > 0);
        var first = run.Run.Pause();
        await run.UntilAsync(status => status.Phase is RunPhase.Stopping);
        model.Release();
        await first;

        log.Hold();
        var resuming = run.Run.Resume();
        await log.Reached.WaitAsync(Patience);
        var pausing = await PauseAsync(run);
        log.Release();
        await Task.WhenAll(resuming, pausing);

        Assert.Equal(RunPhase.Paused, (await run.Run.Status()).Phase);
    }

    [Fact]
    public async Task Pause_WhileAFinishedRunIsLookedAtAgain_Holds()
    {
        await using var run = await TestRun.StartAsync(calls: new CallFilter(AroundAsync));
        run.Import(2);
        await run.FinishAsync(TestRun.Importing());

        _holdsShards = true;
        await run.CurateAsync(TestRun.Importing());
        var pausing = await PauseAsync(run);
        _opened.SetResult();
        await pausing;

        Assert.Equal(RunPhase.Paused, (await run.Run.Status()).Phase);
    }

    // Goes on when the grain has begun with the pause.
    async Task<Task> PauseAsync(TestRun run)
    {
        var begun = _pausing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var pausing = run.Run.Pause();
        await begun.Task.WaitAsync(Patience);
        return pausing;
    }

    async Task AroundAsync(string method, Func<Task> call)
    {
        if (_holdsShards && method == nameof(ISelectionShardGrain.Open)) await _opened.Task;
        var called = call();
        if (method == nameof(IRunGrain.Pause)) _pausing?.TrySetResult();
        await called;
    }
}
