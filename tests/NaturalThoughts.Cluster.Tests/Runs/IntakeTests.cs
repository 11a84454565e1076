using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Cluster.Tests.Runs;

public sealed class IntakeTests
{
    [Fact]
    public async Task Curate_TwoSourcesOfTheSameBytes_EachRowCounts()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(4, file: "a.jsonl");
        run.Import(4, file: "b.jsonl");
        const string columns = "columns: {question: question, reference: answer, responses: [{role: teacher, model: t, content: trace}]}";

        var status = await run.FinishAsync($"""
            run: {TestRun.Name}
            source:
              - path: a.jsonl
                {columns}
              - path: b.jsonl
                {columns}
            shards: 2
            """);

        Assert.Equal((8, 4, 4), (status.Counts.Rows, status.Counts.Unique, status.Counts.Duplicates));
        Assert.Equal((4, 4), (status.Counts.Sealed, status.Counts.Traces));
    }

    [Fact]
    public async Task Curate_FileHasAnotherNameByNow_CommitsNothingAgain()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(4, file: "traces-1.jsonl");
        await run.FinishAsync(TestRun.Importing());

        File.Move(Path.Combine(run.Folder, "traces-1.jsonl"), Path.Combine(run.Folder, "traces-2.jsonl"));
        var status = await run.FinishAsync(TestRun.Importing());

        Assert.Equal((4, 4, 4), (status.Counts.Rows, status.Counts.Unique, status.Counts.Traces));
    }

    [Fact]
    public async Task Curate_RowsThatCannotBeUsed_CountByReasonBesideTheOthers()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(30);
        File.AppendAllLines(Path.Combine(run.Folder, "traces.jsonl"), ["no json", "{\"answer\": \"1\"}", "{", "{\"question\": \"What is 1 plus one?\"}"]);

        var counts = (await run.FinishAsync(TestRun.Importing())).Counts;

        Assert.Equal("missing-question 1, not-json 2", string.Join(", ", counts.Unusable.Select(reason => $"{reason.Key} {reason.Value}")));
        Assert.Equal((34, 30, 1, 30), (counts.Rows, counts.Unique, counts.Duplicates, counts.Sealed));
    }

    [Fact]
    public async Task Curate_ShardIsSlow_ReaderWaitsForEachBatch()
    {
        const int rows = 1200;
        var (batches, underWay, most) = (new List<int>(), 0, 0);
        TestRun? run = null;
        await using var started = run = await TestRun.StartAsync(new CommitFilter(async (facts, commit) =>
        {
            if (facts.OfType<IntakeFact>().Any())
            {
                batches.Add(facts.Length);
                most = Math.Max(most, ++underWay);
                // Until the next batch is full: whoever does not wait sends it now.
                var read = Math.Min(rows, 512 * (batches.Count + 1));
                await run!.UntilAsync(status => status.RowsRead >= read);
                underWay--;
            }

            await commit();
        }));
        File.WriteAllLines(Path.Combine(run.Folder, "traces.jsonl"), Enumerable.Range(0, rows).Select(n => $$"""{"question":"{{n}}?","trace":"4"}"""));

        var status = await run.FinishAsync(TestRun.Importing().Replace("shards: 2", "shards: 1"));

        Assert.Equal(rows, status.Counts.Sealed);
        Assert.Equal([1024, 1024, 352], batches);
        Assert.Equal(1, most);
    }
}
