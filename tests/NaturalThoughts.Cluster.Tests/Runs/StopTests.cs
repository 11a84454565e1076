using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Tests.Support;

namespace NaturalThoughts.Cluster.Tests.Runs;

public sealed class StopTests
{
    [Fact]
    public async Task Stop_ResponsesUnderWay_AreWaitedForAndCommitted()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(4);
        await run.CurateAsync(TestRun.Asking(model));
        await TestRun.UntilAsync(() => model.Questions.Count == 4);

        var stopping = run.Run.Pause();
        model.Release();
        await stopping;

        var status = await run.Run.Status();
        Assert.Equal(RunPhase.Paused, status.Phase);
        Assert.Equal(4, status.Counts.Responses.Values.Sum());
    }

    [Fact]
    public async Task Stop_RequestsThatWaitForAPlace_AreNotBegun()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(20);
        await run.CurateAsync(TestRun.Asking(model).Replace("'}]", "', slots: 2}]"));
        await TestRun.UntilAsync(() => model.Questions.Count == 2);

        var stopping = run.Run.Pause();
        await run.UntilAsync(status => status.Phase is RunPhase.Stopping);
        model.Release();
        await stopping;

        Assert.Equal(2, model.Questions.Count);
        Assert.Equal(2, (await run.Run.Status()).Counts.Responses.Values.Sum());
    }

    [Fact]
    public async Task Status_OfARunThatIsStopped_SaysHowWhoeverAsks()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(2);
        await run.CurateAsync(TestRun.Asking(model).Replace("'}]", "', slots: 1}]"));
        await TestRun.UntilAsync(() => model.Questions.Count > 0);

        var pausing = run.Run.Pause();
        await run.UntilAsync(status => status.Phase is RunPhase.Stopping);
        model.Release();
        await pausing;
        Assert.Equal(RunPhase.Paused, (await run.Run.Status()).Phase);
        await run.Run.Cancel();
        Assert.Equal(RunPhase.Cancelled, (await run.Run.Status()).Phase);
        await run.RestartAsync();
        Assert.Equal(RunPhase.Cancelled, (await run.OpenAsync()).Phase);

        await run.FinishAsync(TestRun.Asking(model));
        await run.RestartAsync();
        Assert.Equal(RunPhase.Idle, (await run.OpenAsync()).Phase);
    }

    [Fact]
    public async Task EnsureRunning_OfARunThatIsPaused_LeavesItSo()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(3);
        await run.CurateAsync(TestRun.Asking(model).Replace("'}]", "', slots: 1}]"));
        await TestRun.UntilAsync(() => model.Questions.Count > 0);
        var pausing = run.Run.Pause();
        await run.UntilAsync(status => status.Phase is RunPhase.Stopping);
        model.Release();
        await pausing;

        await run.Run.EnsureRunning();

        Assert.Equal(RunPhase.Paused, (await run.Run.Status()).Phase);
    }

    [Fact]
    public async Task Curate_AfterStop_AsksOnlyForWhatIsMissing()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(6);
        var spec = TestRun.Asking(model).Replace("'}]", "', slots: 2}]");
        await run.CurateAsync(spec);
        await TestRun.UntilAsync(() => model.Questions.Count == 2);
        var stopping = run.Run.Pause();
        model.Release();
        await stopping;

        var status = await run.FinishAsync(spec);

        Assert.Equal(RunPhase.Done, status.Phase);
        Assert.Equal(6, status.Counts.Sealed);
        Assert.Equal(6, model.Questions.Count);
    }
}
