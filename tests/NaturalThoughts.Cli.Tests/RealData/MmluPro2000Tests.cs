using NaturalThoughts.Data.Tests.Datasets;

namespace NaturalThoughts.Cli.Tests.RealData;

/// <summary>2,000 questions with twelve models' short responses: the largest of the data sets.</summary>
public sealed class MmluPro2000Tests(RealRun run, ITestOutputHelper output) : IClassFixture<RealRun>
{
    const string Spec = "mmlu-pro-2000";

    [Fact]
    public async Task Import_TwelveResponsesARow_Reconciles()
    {
        await run.CurateAsync(Spec);
        using var duck = new Duck();
        Assert.Equal((2000, 1991, 9), (run.Count("rows"), run.Count("unique"), run.Count("duplicates")));
        // 24,000 responses; of the 108 to a question that was there before, 23 say something new.
        Assert.Equal(23_915, run.Count("traces"));
        Assert.Equal((23_892, 23), (run.Selection("all").Taken, run.Selection("all").LeftOut("over per_question")));
        Assert.Equal([23_892, 23_892, 1991, 12, 0], duck.Counts(
            $"""
                select count(*), count(distinct trace_id), count(distinct m.question_id), count(distinct model),
                  count(*) filter(answer = '')
                from {run.Table("pool", "metadata")} m join {run.Table("pool", "data")} d using (trace_id)
                """));
    }

    [Fact]
    public async Task PassRate_TwelveModels_IsTheMeanOfWhatIsKnown()
    {
        await run.CurateAsync(Spec);
        using var duck = new Duck();
        Assert.Equal([1982, 0], duck.Counts($"""
            select count(*), count(*) filter(abs(pass_rate - rate) > 0.00051) from
              (select any_value(pass_rate) as pass_rate, avg(correct::int) as rate from {run.Table("pool", "metadata")} where
                samples = 12 group by question_id)
            """));
        foreach (var row in duck.Rows($"""
            select model, round(avg(correct::int), 3), count(*) filter(correct is null), count(*) filter(not complete)
            from {run.Table("pool", "metadata")}
            group by 1
            order by 2 desc
            """))
            output.WriteLine($"{row[0]}: {row[1]} right, {row[2]} unknown, {row[3]} incomplete");
        // The file's own reading of the answers, where it has one.
        duck.Import("rows", RealRun.Data("mmlu-pro-2000/multimodel.jsonl"));
        var judged = duck.Counts($$"""
            select count(*), count(*) filter(correct = (pred = truth)) from {{run.Table("pool", "metadata")}} m join
              (select r, j->>'$.reference_answer' as truth, unnest(from_json(j->'$.responses',
                '[{"response_model": "VARCHAR", "pred": "VARCHAR"}]'), recursive := true) from rows) t
              on m.response_row = t.r and m.model = t.response_model where pred is not null and correct is not null and sample = 0
            """);
        output.WriteLine($"{judged[1]} of {judged[0]} verdicts as the file's");
        Assert.True(judged[0] > 20_000 && judged[1] > 0.99 * judged[0], $"{judged[1]} of {judged[0]}");
    }

    [Fact]
    public async Task Study_RecipesAndSizes_NestInTheParquetThatWasEmitted()
    {
        await run.CurateAsync(Spec);
        string[] recipes = ["random", "random-questions", "shortest-correct", "hard-first", "long-poisson"];
        var study = await run.CommandAsync(
            "study", Spec, "--recipes", string.Join(',', recipes), "--sizes", "50,200,1k,10k,100k", "--seed", "7", "--name", "grid");
        using var duck = new Duck();
        foreach (var part in study.GetProperty("cells").EnumerateArray().Concat(study.GetProperty("overlaps").EnumerateArray()))
            output.WriteLine(string.Join(
                " | ", part.EnumerateObject().Where(value => value.Name != "folder").Select(value => $"{value.Value}")));

        var cells = study.GetProperty("cells").EnumerateArray().ToLookup(cell => cell.GetProperty("recipe").GetString()!);
        Assert.Equal(recipes, cells.Select(cell => cell.Key));
        foreach (var recipe in recipes)
        {
            var made = cells[recipe].Where(cell => !cell.TryGetProperty("same_as", out _)).ToList();
            var (taken, eligible) = (Numbers("taken"), Numbers("eligible"));
            Assert.Equal(Numbers("asked").Zip(eligible, Math.Min), taken);
            for (var i = 1; i < made.Count; i++)
                Assert.Equal([taken[i - 1], taken[i]], duck.Counts($"""
                    select (select count(*) from {Emitted(i - 1)} small join {Emitted(i)} large using (question_id, trace_id)),
                      (select count(distinct trace_id) from {Emitted(i)})
                    """));

            string Emitted(int cell) => run.Table(made[cell].GetProperty("name").GetString()!, "metadata");
            List<long> Numbers(string name) => [.. made.Select(cell => cell.GetProperty(name).GetInt64())];
        }

        // What was said to be shared is shared.
        var of200 = study.GetProperty("overlaps").EnumerateArray().Where(overlap => overlap.GetProperty("size").GetInt64() == 200);
        Assert.All(of200, overlap =>
            Assert.Equal([overlap.GetProperty("common").GetInt64()], duck.Counts($"""
                select count(*) from {run.Table($"grid-{overlap.GetProperty("left")}-200", "data")}
                join {run.Table($"grid-{overlap.GetProperty("right")}-200", "data")} using (trace_id)
                """)));
    }

    [Fact]
    public async Task ShortestCorrect_TwelveModels_IsOneOfTheShortestOfEachQuestion()
    {
        await run.CurateAsync(Spec);
        using var duck = new Duck();
        var pool = run.Table("pool", "metadata");
        // The table has at most twelve traces of a question.
        var counts = duck.Counts($"""
            select count(least), count(*) filter(marked is distinct from least), count(*) filter(marks > 1)
            from (select min(response_tokens) filter(complete and correct) as least, count(*) filter(shortest_correct) as marks,
              max(response_tokens) filter(shortest_correct) as marked from {pool} where samples <= 12 group by question_id)
            """);
        output.WriteLine($"{counts[0]} questions with a shortest correct trace");
        Assert.Equal([0, 0], counts[1..]);
        Assert.InRange(counts[0], 1800, 1824);
        Assert.Equal([0], duck.Counts($"select count(*) from {pool} where (shortest_correct is null) <> (correct is null)"));
        // What most say: it is null for nobody who says something, the same for a question, and those who agree are as many as it says.
        Assert.Equal([1982, 0], duck.Counts($"""
            select count(*), count(*) filter(answers <> 1 or abs(agreeing - consensus) > 0.0006) from
              (select count(distinct majority_answer) as answers, count(*) filter(agrees) / any_value(samples) as agreeing,
                any_value(consensus) as consensus from {pool} where samples = 12 group by question_id)
            """));
    }

    [Fact]
    public async Task Emit_Pairs_AreOfOneQuestionAndRightAgainstWrong()
    {
        await run.CurateAsync(Spec);
        using var duck = new Duck();
        var (pairs, pool) = (run.Table("preferred", "metadata"), run.Table("pool", "metadata"));
        var counts = duck.Counts($"""
            select (select count(*) from {run.Selected("hard-right")} s join {pool} p using (trace_id)
                where exists (from {pool} o where o.question_id = p.question_id and o.complete and not o.correct)),
              count(*), count(*) filter(c.correct is not true), count(*) filter(r.correct is not false or r.complete is not true),
              count(*) filter(c.question_id <> r.question_id), count(*) filter(m.rejected_model <> r.model)
            from {pairs} m join {pool} c on c.trace_id = m.trace_id join {pool} r on r.trace_id = m.rejected_trace_id
            where pair = 'correct'
            """);
        output.WriteLine($"{counts[1]} pairs of 500 selected traces");
        // Every selected trace that has a wrong one beside it makes a pair of it.
        Assert.Equal([counts[0], 0, 0, 0, 0], counts[1..]);
        Assert.InRange(counts[1], 490, 500);
        Assert.Equal([0, 0], duck.Counts($"""
            select count(*) filter(d.prompt[-1].role <> 'user' or len(d.chosen) <> 1 or d.chosen[1].role <> 'assistant'),
              count(*) filter(d.chosen[1].content = d.rejected[1].content)
            from {run.Table("preferred", "data")} d
            """));
    }

    [Fact]
    public async Task Difficulty_DefaultRule_PutsLongFailuresFirstAndShortSuccessesLast()
    {
        await run.CurateAsync(Spec);
        using var duck = new Duck();
        duck.Run($"""
            create table ranked as select difficulty, any_value(pass_rate) as pass_rate, median(response_tokens) as tokens,
              any_value(domain) as domain, any_value(question) as question
            from {run.Table("pool", "metadata")} m join {run.Table("pool", "data")} d using (trace_id) group by m.question_id, difficulty
            """);
        const string columns = "round(difficulty, 4), pass_rate, tokens, domain, left(replace(question, chr(10), ' '), 100)";
        foreach (var order in new[] { "desc", "asc" })
            foreach (var row in duck.Rows($"""
                select {columns}
                from ranked
                order by difficulty {order} limit 10
                """)) output.WriteLine(string.Join(" | ", row));

        Assert.Equal([1991, 0, 0, 1, 1], duck.Counts($"""
            select count(*), count(*) filter(difficulty is null or difficulty not between 0 and 1),
              (select max(pass_rate) from (from ranked order by difficulty desc limit 10)),
              (select min(pass_rate) from (from ranked order by difficulty limit 10)),
              ((select min(tokens) from (from ranked order by difficulty desc limit 10)) > 4 * (select max(tokens) from (from
                ranked order by difficulty limit 10)))::int
            from ranked
            """));
        // Ranks tell questions apart instead of putting hundreds into one place.
        Assert.True(duck.Counts("select count(distinct difficulty) from ranked")[0] > 1500);
    }
}
