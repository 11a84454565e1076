using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Tests.Support;

namespace NaturalThoughts.Cluster.Tests.Runs;

/// <summary>How many grains a run has in memory at once: those of the questions under way, and of the responses under way.</summary>
public sealed class ActivationTests
{
    const int Window = 64;
    const int Shards = 2;
    const int Slots = 4;

    [Fact]
    public async Task Curate_ManyMoreQuestionsThanTheWindow_FewGrainsAreAlive()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(6 * Window);
        await run.CurateAsync(TestRun.Asking(model).Replace("'}]", $"', slots: {Slots}}}]"));
        await TestRun.UntilAsync(async () => model.Questions.Count == Slots && (await AliveAsync(run)).Questions == Window * Shards);

        // A place more than there are slots is offered, so that none stands empty.
        Assert.InRange((await AliveAsync(run)).Traces, Slots, Slots + 1);
        model.Release();
        var most = 0;
        await TestRun.UntilAsync(async () =>
        {
            var (questions, traces) = await AliveAsync(run);
            most = Math.Max(most, Math.Max(questions, traces));
            return (await run.Run.Status()).Phase.HasEnded();
        });
        // Those that are done take a moment to go.
        Assert.InRange(most, Window * Shards, 2 * Window * Shards);
        await TestRun.UntilAsync(async () => await AliveAsync(run) is (0, 0));
    }

    static async Task<(int Questions, int Traces)> AliveAsync(TestRun run)
    {
        var grains = await run.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        return (Of("QuestionGrain"), Of("TraceGrain"));

        int Of(string name) =>
            grains.Where(grain => grain.GrainType.Contains(name, StringComparison.Ordinal)).Sum(grain => grain.ActivationCount);
    }
}
