using NaturalThoughts.Data.Tests.Datasets;

namespace NaturalThoughts.Cli.Tests.RealData;

/// <summary>1,319 questions, four teachers, and the file's own word on each solution.</summary>
public sealed class Gsm8kTests(RealRun run, ITestOutputHelper output) : IClassFixture<RealRun>
{
    const string Spec = "gsm8k-four-models";

    [Fact]
    public async Task Correct_FourModelsSolutions_IsWhatTheFileSays()
    {
        await run.CurateAsync(Spec);
        using var duck = new Duck();
        Told(duck);

        foreach (var row in duck.Rows("""
            select r, model, ok, correct, complete, right(truth, 12), right(solution, 60)
            from told
            where correct is distinct from ok
            order by all
            """))
            output.WriteLine(string.Join(" | ", row.Select(value => $"{value ?? "–"}".Replace('\n', ' '))));
        // The ten others give no number at the end (nine are cut, one ends in a formula); the file counts them as wrong, we as unknown.
        Assert.Equal([5276, 5266, 0, 10, 10], duck.Counts(
            """
                select count(*), count(*) filter(correct = ok), count(*) filter(correct <> ok),
                  count(*) filter(correct is null), count(*) filter(correct is null and not ok)
                from told
                """));
    }

    [Fact]
    public async Task PassRate_FourModels_SharesQuestionsOutAsTheFileDoes()
    {
        await run.CurateAsync(Spec);
        using var duck = new Duck();
        Told(duck);

        Assert.Equal([432, 290, 236, 205, 156], duck.Rows(
            """
                select n, count(*)
                from (select r, count(*) filter(correct) as n from told group by r)
                group by n
                order by n
                """).Select(row => Convert.ToInt64(row[1])));
        Assert.Equal([432, 156, 0, 0], duck.Counts("""
            select count(*) filter(pass_rate = 0), count(*) filter(pass_rate = 1), count(*) filter(samples <> 4),
              count(*) filter(abs(pass_rate - rate) > 0.0005)
            from (select r, any_value(pass_rate) as pass_rate, any_value(samples) as samples, avg(correct::int) as rate
              from told group by r)
            """));
    }

    [Fact]
    public async Task Select_OneTraceAQuestion_CountsTheOthersAsLeftOut()
    {
        await run.CurateAsync(Spec);
        using var duck = new Duck();
        const string where = "correct and pass_rate between 0.25 and 0.5";
        var (taken, candidates, leftOut) = run.Selection("some-right");
        var pool = run.Table("pool", "metadata");

        long[] said = [candidates + leftOut("over per_question"), candidates, leftOut("where is false"), leftOut("where is unknown")];
        Assert.Equal(said, duck.Counts(
            $"""
                select count(*) filter({where}), count(distinct question_id) filter({where}),
                  count(*) filter(not ({where})), count(*) filter(({where}) is null)
                from {pool}
                """));
        Assert.Equal([taken, taken, taken, taken], duck.Counts($"""
            select count(*), count(distinct s.question_id), count(*) filter({where}),
              (select count(*) from {run.Table("some-right", "data")})
            from {run.Selected("some-right")} s join {pool} p on p.trace_id = s.trace_id
            """));
    }

    void Told(Duck duck)
    {
        duck.Import("rows", RealRun.Data("gsm8k/example_model_solutions.jsonl"));
        duck.Run($$"""
            create table told as
            select t.*, p.correct, p.complete, p.pass_rate, p.samples from
              (select r, m as model, j->>'$.ground_truth' as truth, j->(m)->>'solution' as solution, (j->(m)->>'is_correct')::bool as ok
               from rows, unnest(['6b_finetuning', '6b_verification', '175b_finetuning', '175b_verification']) as names(m)) t
            left join {{run.Table("pool", "metadata")}} p on p.response_row = t.r and p.model = t.model
            """);
    }
}
