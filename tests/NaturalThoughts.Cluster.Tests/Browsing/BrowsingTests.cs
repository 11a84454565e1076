using NaturalThoughts.Cluster.Browsing;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Cluster.Tests.Browsing;

public sealed class BrowsingTests
{
    const string Told =
        """{"question":"Why <b>so</b>?","answer":"4","trace":"<think>Wait, let me check that again. Hmm, alternatively it is 4.</think>It is 4.","domain":"maths"}""";

    [Fact]
    public async Task Traces_PageByPageWhileThePoolGrows_ComeOnceEachInOrder()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(30);
        await run.FinishAsync(TestRun.Importing());
        var first = await run.View.Traces(new() { Limit = 7 });
        run.Import(5, from: 100, file: "traces-more.jsonl");
        await run.FinishAsync(TestRun.Importing());

        var lines = first.Items.ToList();
        var pages = new List<int> { first.Items.Length };
        for (var next = first.Next; next is not null;)
        {
            var page = await run.View.Traces(new() { Limit = 7, After = next });
            lines.AddRange(page.Items);
            pages.Add(page.Items.Length);
            next = page.Next;
        }

        Assert.Equal(lines.Select(line => line.Trace).Order().Distinct(), lines.Select(line => line.Trace));
        Assert.InRange(lines.Count, 30, 35);
        Assert.All(pages[..^1], length => Assert.Equal(7, length));
        Assert.All(lines, line => Assert.StartsWith("What is ", line.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Traces_ByColumnOrQuestion_AreThoseAlone()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(9);
        await File.WriteAllTextAsync(Path.Combine(run.Folder, "traces-b.jsonl"), Told);
        await run.FinishAsync(TestRun.Importing().Replace("reference: answer,", "reference: answer, domain: domain,"));
        var why = QuestionId.Of("Why <b>so</b>?");

        var byDomain = await run.View.Traces(new() { Limit = 5, Domain = "maths" });
        var byQuestion = await run.View.Traces(new() { Limit = 5, Question = why });
        var byModel = await run.View.Traces(new() { Limit = 50, Model = "t" });
        var byNobody = await run.View.Traces(new() { Limit = 5, Model = "nobody" });

        Assert.Equal((why, "maths"), (Assert.Single(byDomain.Items).Question, byDomain.Items[0].Features["domain"].Text));
        Assert.Equal(byDomain.Items[0].Trace, Assert.Single(byQuestion.Items).Trace);
        Assert.Equal((10, 0), (byModel.Items.Length, byNobody.Items.Length));
        Assert.Null(byDomain.Next);
    }

    [Fact]
    public async Task Traces_ByText_ReadNoMoreThanTheBoundAtOnceAndFindAll()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(300);
        await run.FinishAsync(TestRun.Importing());

        var pages = new List<TracePage>();
        TraceId? next = null;
        do
        {
            pages.Add(await run.View.Traces(new() { Limit = 50, Text = "WHAT IS 29", After = next }));
            next = pages[^1].Next;
        }
        while (next is not null);

        Assert.Equal([256, 44], pages.Select(page => page.Scanned));
        // 29 and 290 to 299.
        Assert.Equal(11, pages.SelectMany(page => page.Items).Select(line => line.Text).Distinct().Count());
    }

    [Fact]
    public async Task Traces_ByTextWithAFullPage_GoOnBehindTheLastOneShown()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(20);
        await run.FinishAsync(TestRun.Importing());

        var first = await run.View.Traces(new() { Limit = 3, Text = "plus one" });
        var second = await run.View.Traces(new() { Limit = 17, Text = "plus one", After = first.Next });

        Assert.Equal((3, 3), (first.Items.Length, first.Scanned));
        Assert.Equal(20, first.Items.Concat(second.Items).Select(line => line.Trace).Distinct().Count());
    }

    [Fact]
    public async Task Trace_OfThePool_IsThereWhole()
    {
        await using var run = await TestRun.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(run.Folder, "traces.jsonl"), Told);
        await run.FinishAsync(TestRun.Importing());
        var id = Assert.Single((await run.View.Traces(new() { Limit = 5 })).Items).Trace;

        var trace = (await run.View.Trace(id))!;

        Assert.Equal(("Why <b>so</b>?", "4", "It is 4."), (trace.Question.Text, trace.Question.Reference, trace.Answer));
        var seen = trace.Annotations.Single(annotation => annotation.Annotator == "cues").Evidence;
        Assert.NotEmpty(seen);
        Assert.Contains(seen, place => trace.Reasoning!.Substring(place.Start, place.Length).StartsWith("Wait", StringComparison.Ordinal));
        Assert.True(trace.Features["complete"].Flag);
        Assert.Equal(("traces.jsonl:1", "traces.jsonl:1", "t"), (trace.Lineage.Row, trace.Lineage.ResponseRow, trace.Lineage.Model));
        Assert.Null(await run.View.Trace(new(1)));
    }

    [Fact]
    public async Task DeadLetters_PageByPage_SayWhoFailedAndWhy()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(1);
        await run.FinishAsync(TestRun.Importing());
        var request = Digest.Of("request");
        foreach (var number in Enumerable.Range(0, 6))
            await CommitAsync(run, [Sample.Intake(number), Sample.Attempt(number, request, 0, number < 5 ? "silent" : "http-502")]);

        var first = await run.View.DeadLetters("silent", null, 3);
        var second = await run.View.DeadLetters("silent", first.Next, 3);
        var other = Assert.Single((await run.View.DeadLetters("http-502", null, 3)).Items);

        Assert.Equal((3, 2), (first.Items.Length, second.Items.Length));
        Assert.Null(second.Next);
        Assert.Equal(first.Items.Concat(second.Items).Select(letter => letter.Question).Order().Distinct(),
            first.Items.Concat(second.Items).Select(letter => letter.Question));
        Assert.Equal((Sample.Question(5).Text, 1, ModelRole.Teacher, "http-502"), (other.Text, other.Tries, other.Role, other.Reason));
        Assert.NotEmpty(other.Detail!);
        Assert.Equal(5, await run.Run.Retry("silent"));
        Assert.Single((await run.View.DeadLetters(null, null, 10)).Items);
    }

    static Task CommitAsync(TestRun run, Fact[] facts) => run.Grains
        .Shard(TestRun.Name, facts.OfType<AttemptFact>().Single().Question.Shard(2)).Commit([.. facts]);
}
