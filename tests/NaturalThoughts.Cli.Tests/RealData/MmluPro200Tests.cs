using System.Text.RegularExpressions;
using NaturalThoughts.Data.Tests.Datasets;

namespace NaturalThoughts.Cli.Tests.RealData;

/// <summary>200 questions, a teacher and a baseline.</summary>
public sealed partial class MmluPro200Tests(RealRun run, ITestOutputHelper output) : IClassFixture<RealRun>
{
    const string Spec = "mmlu-pro-200";

    [Fact]
    public async Task Import_TwoFilesOfOneQuestionEach_Reconciles()
    {
        await run.CurateAsync(Spec);
        Assert.Equal((400, 200, 200), (run.Count("rows"), run.Count("unique"), run.Count("duplicates")));
        Assert.Equal(199, run.Count("responses", "teacher moonshotai/Kimi-K2-Thinking"));
        Assert.Equal(200, run.Count("responses", "baseline claude-haiku-4-5"));
        Assert.Equal(1, run.Count("failed", "source-error"));
        Assert.Equal((200, 199), (run.Count("sealed"), run.Count("traces")));
    }

    [Fact]
    public async Task Answers_AgainstTheFinalAnswerLine_AreTheSameOrFound()
    {
        await run.CurateAsync(Spec);
        using var duck = new Duck();
        duck.Import("kimi", RealRun.Data("mmlu-pro-200/kimi-k2-thinking.jsonl"));
        duck.Import("claude", RealRun.Data("mmlu-pro-200/claude-4.5-haiku.jsonl"));
        duck.Run($$"""
            create table told as
            select k.r, k.j->>'$.instance_id' as id, k.j->>'$.meta.answer' as truth, k.j->>'$.result.response' as said,
              nullif(regexp_extract(k.j->>'$.result.response', 'FINAL ANSWER: ([A-J])', 1), '') as kimi,
              nullif(regexp_extract(c.j->>'$.result.response', 'FINAL ANSWER: ([A-J])', 1), '') as claude,
              correct, disagree, baseline_pass_rate = 1 as baseline, complete
            from kimi k join claude c on (k.j->>'$.instance_id') = (c.j->>'$.instance_id')
            left join {{run.Table("pool", "metadata")}} p on p.response_row = k.r
            """);

        Assert.Equal([156, 165, 24, 18], duck.Counts(
            """
                select count(*) filter(kimi = truth), count(*) filter(claude = truth),
                  count(*) filter(kimi <> claude), count(*) filter((kimi <> claude) is null)
                from told
                """));
        foreach (var row in duck.Rows("""
            select id, truth, kimi, claude, correct, disagree, complete, right(trim(said), 110)
            from told
            where correct is distinct from (kimi = truth) or disagree is distinct from (kimi <> claude) or kimi is null
            """))
            output.WriteLine(string.Join(" | ", row.Select(value => $"{value ?? "–"}".Replace('\n', ' '))));

        // Wherever the line is there, its letter decides for us too.
        Assert.Equal([0, 0, 0], duck.Counts(
            """
                select count(*) filter(kimi is not null and correct is distinct from (kimi = truth)),
                  count(*) filter(baseline is not null and baseline is distinct from (claude = truth)),
                  count(*) filter((kimi <> claude) is not null and disagree is distinct from (kimi <> claude))
                from told
                """));
        // Four of Kimi's seventeen responses without it choose an option in words, rightly; two of them against Claude. Thirteen are empty.
        Assert.Equal([160, 26, 14, 165], duck.Counts(
            """
                select count(*) filter(correct), count(*) filter(disagree), count(*) filter(disagree is null),
                  count(*) filter(baseline)
                from told
                """));
        Assert.Equal([13, 13], duck.Counts(
            "select count(*) filter(said is not null and correct is null), count(*) filter(coalesce(trim(said), 'error') = '') from told"));
    }

    [Theory]
    [InlineData("disagree-32", "complete and disagree")]
    [InlineData("strategies-32", "complete and strategies_unique between 4 and 8")]
    [InlineData("long-32", "complete")]
    [InlineData("random-100", "complete")]
    [InlineData("all", "true")]
    public async Task Select_AnyRecipe_HasTheCandidatesThatSqlCounts(string selection, string where)
    {
        await run.CurateAsync(Spec);
        using var duck = new Duck();
        var (taken, candidates, leftOut) = run.Selection(selection);
        var eligible = candidates + leftOut("over per_question") + leftOut("no weight or rank") + leftOut("weight is zero");
        var pool = run.Table("pool", "metadata");

        Assert.Equal(
            [eligible, leftOut("where is false"), leftOut("where is unknown")],
            duck.Counts($"""
                select count(*) filter({where}), count(*) filter(not ({where})), count(*) filter(({where}) is null)
                from {pool}
                """));
        Assert.Equal([taken, taken, taken], duck.Counts(
            $"""
                select count(*), count(distinct s.question_id), count(*) filter({where})
                from {run.Selected(selection)} s join {pool} p on p.trace_id = s.trace_id
                """));
    }

    [Fact]
    public async Task Select_OneSeedThreeSizes_AreInsideEachOther()
    {
        await run.CurateAsync(Spec);
        using var duck = new Duck();
        Assert.Equal([10, 50, 100], duck.Counts($"""
            select (select count(*) from {run.Selected("random-10")} a join {run.Selected("random-50")} b using (trace_id)),
              (select count(*) from {run.Selected("random-50")} a join {run.Selected("random-100")} b using (trace_id)),
              (select count(*) from {run.Selected("random-100")})
            """));
    }

    [Theory]
    [InlineData("mixed-disagree", "coalesce(disagree, false)", 26, 26)]
    [InlineData("mixed-strategies", "difficulty >= 0.6", 32, -1)]
    [InlineData("mixed-long", "difficulty >= 0.6", 32, -1)]
    [InlineData("mixed-hard", "difficulty >= 0.6", 100, -1)]
    public async Task Emit_MixedByDifficulty_KeepsTheReasoningOfTheHardOnly(string dataset, string hard, long rows, long thinking)
    {
        await run.CurateAsync(Spec);
        using var duck = new Duck();
        var counted = duck.Counts($"""
            select count(*), count(*) filter(m.mode = 'system-2'), count(*) filter((m.mode = 'system-2') <> ({hard})),
              count(*) filter((d.completion[1].content like '<think>%') <> ({hard})),
              count(*) filter(not ends_with(d.completion[1].content, d.answer))
            from {run.Table(dataset, "metadata")} m join {run.Table(dataset, "data")} d using (trace_id)
            """);
        output.WriteLine($"{dataset}: {counted[1]} of {counted[0]} rows with their reasoning");
        Assert.Equal([rows, 0, 0, 0], [counted[0], .. counted[2..]]);
        if (thinking >= 0) Assert.Equal(thinking, counted[1]);
        else Assert.InRange(counted[1], 1, rows - 1);
        var said = run.Status.GetProperty("datasets").EnumerateArray().Single(found => found.GetProperty("name").GetString() == dataset);
        Assert.Equal((rows, counted[1]), (said.GetProperty("train").GetInt64(), said.GetProperty("system2").GetInt64()));
    }

    [Theory]
    [InlineData("pool")]
    [InlineData("mixed-hard")]
    public async Task Emit_Parquet_IsWhatTheCardSays(string dataset)
    {
        await run.CurateAsync(Spec);
        using var duck = new Duck();
        var card = run.Card(dataset);
        var configs = card[..card.IndexOf("\n---", 4, StringComparison.Ordinal)].Split("- config_name: ")[^2..];
        foreach (var config in configs)
        {
            var table = run.Table(dataset, config.StartsWith("default", StringComparison.Ordinal) ? "data" : "metadata");
            Assert.Equal(
                Feature().Matches(config).Select(match => match.Groups[1].Value),
                duck.Rows($"describe select * from {table}").Select(row => (string)row[0]!));
            Assert.Equal(
                [long.Parse(Examples().Match(config).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)],
                duck.Counts($"select count(*) from {table}"));
        }
    }

    [GeneratedRegex(@"^  - name: (\w+)\n    (?:dtype|list)", RegexOptions.Multiline)]
    private static partial Regex Feature();

    [GeneratedRegex(@"num_examples: (\d+)")]
    private static partial Regex Examples();
}
