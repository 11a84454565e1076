using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Cluster.Tests.Runs;

public sealed class RetryTests
{
    [Fact]
    public async Task Retry_OneReason_ReopensThoseFailuresOnly()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(1);
        await run.FinishAsync(TestRun.Importing());
        var (request, imported) = (Digest.Of("request"), Sample.Attempt(2, Digest.Of("import"), 0) with { Origin = new(0, "traces.jsonl", 9) });
        AttemptFact[] attempts = [Sample.Attempt(0, request, 0), Sample.Attempt(1, request, 0, "http-502"), Sample.Attempt(2, request, 0), imported];
        foreach (var attempt in attempts)
            await run.Grains.Shard(TestRun.Name, attempt.Question.Shard(2)).Commit([attempt]);

        Assert.Equal(2, await run.Run.Retry("silent"));
        Assert.Equal(0, await run.Run.Retry("silent"));

        var failed = (await run.Run.Status()).Counts.Failed;
        Assert.Equal("http-502 1, silent 1", string.Join(", ", failed.Select(reason => $"{reason.Key} {reason.Value}")));
    }

    [Fact]
    public async Task Retry_FailedAgainAndAgain_IsTriedOnceEachTimeUntilThereIsAResponse()
    {
        await using var model = await HeldModel.StartAsync(refusals: 3);
        await using var run = await TestRun.StartAsync();
        run.Ask(1);
        model.Release();

        var status = await run.FinishAsync(TestRun.Asking(model));
        for (var tried = 1; tried <= 3; tried++)
        {
            Assert.Equal((tried, 1L, 0L), (model.Questions.Count, status.Counts.Failed["http-400"], status.Counts.Traces));
            Assert.Equal(1, await run.Run.Retry("http-400"));
            status = await run.FinishAsync(TestRun.Asking(model));
        }

        Assert.Equal((4, 1L), (model.Questions.Count, status.Counts.Traces));
        Assert.Empty(status.Counts.Failed);
    }
}
