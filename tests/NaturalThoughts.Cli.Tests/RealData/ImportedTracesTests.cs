using NaturalThoughts.Data.Tests.Datasets;

namespace NaturalThoughts.Cli.Tests.RealData;

/// <summary>Traces with <c>&lt;think&gt;</c> in the text, a quarter of them cut.</summary>
public sealed class R1MathTests(RealRun run, ITestOutputHelper output) : IClassFixture<RealRun>
{
    [Fact]
    public async Task Complete_TracesThatWereCut_AreFoundAndNotSelected()
    {
        await run.CurateAsync("r1-math");
        using var duck = new Duck();
        var data = run.Table("pool", "data");
        foreach (var row in duck.Rows($"""
            select response_row, right(answer, 80)
            from {run.Table("cut", "metadata")} join {data} using (trace_id)
            where answer <> ''
            order by 1
            """))
            output.WriteLine($"cut after </think>: {row[0]} ⟪{row[1]}⟫");

        // 122 were cut in their reasoning, four more in the answer after it.
        Assert.Equal([487, 361, 126, 122], duck.Counts(
            $"""
                select count(*), count(*) filter(complete), count(*) filter(not complete),
                  count(*) filter(answer = '')
                from {run.Table("pool", "metadata")} join {data} using (trace_id)
                """));
        Assert.Equal([361, 0], duck.Counts($"select count(*), count(*) filter(not complete) from {run.Table("random", "metadata")}"));
        Assert.Equal((126L, 126L), (run.Selection("cut").Taken, run.Selection("random").LeftOut("where is false")));
        // No prompt in front of the reasoning, no tag left in either part.
        Assert.Equal([0, 0], duck.Counts(
            $"""
                select count(*) filter(reasoning like '%Put your final answer in%'),
                  count(*) filter(reasoning like '%<think>%' or answer like '%</think>%')
                from {data}
                """));
    }

    [Fact]
    public async Task Correct_CompleteTraces_AreJudgedAgainstTheWorkedSolution()
    {
        await run.CurateAsync("r1-math");
        using var duck = new Duck();
        var counted = duck.Counts(
            $"""
                select count(*) filter(correct), count(*) filter(not correct),
                  count(*) filter(correct is null and complete), count(*) filter(correct and not complete)
                from {run.Table("pool", "metadata")}
                """);
        output.WriteLine($"correct {counted[0]}, wrong {counted[1]}, unknown {counted[2]}");
        Assert.InRange(counted[0], 334, 342);
        Assert.Equal(0, counted[3]);
    }
}

/// <summary>Reasoning, answer and options in columns of their own.</summary>
public sealed class PcmbTests(RealRun run) : IClassFixture<RealRun>
{
    [Fact]
    public async Task Import_ReasoningAndAnswerApart_AllReachTheLetter()
    {
        await run.CurateAsync("pcmb");
        using var duck = new Duck();
        duck.Import("rows", RealRun.Data("pcmb/traces.jsonl"));
        Assert.Equal([413, 413, 413, 413], duck.Counts(
            $"""
                select count(*), count(distinct question_id), count(*) filter(complete), count(*) filter(correct)
                from {run.Table("pool", "metadata")}
                """));
        // Each option stands in the question on a line of its own, behind its letter; reasoning and lengths are the file's.
        Assert.Equal([413, 0, 0, 0], duck.Counts($$"""
            select count(*),
              count(*) filter(not contains(d.question, chr(10) || 'B. ' || trim(r.j->>'$.options[1]'))),
              count(*) filter(d.reasoning <> trim(r.j->>'$.reasoning', ' ' || chr(10) || chr(13) || chr(9))),
              count(*) filter(m.reasoning_tokens <> (r.j->>'$.reasoning_tokens')::int)
            from {{run.Table("pool", "metadata")}} m join {{run.Table("pool", "data")}} d using (trace_id)
              join rows r on r.r = m.response_row
            """));
    }

    [Fact]
    public async Task Select_StratifiedBySubject_TakesTheSameNumberOfEach()
    {
        await run.CurateAsync("pcmb");
        using var duck = new Duck();
        Assert.Equal(["biology 25", "chemistry 25", "math 25", "physics 25"], duck.Rows(
            $"""
                select domain, count(*)
                from {run.Table("by-subject", "metadata")}
                group by 1
                order by 1
                """).Select(row => $"{row[0]} {row[1]}"));
    }
}
