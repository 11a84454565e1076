using System.Security.Cryptography;
using System.Text.Json;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cli.Tests.Commands;

/// <summary>The commands that look at a run: status, rank, show, explain, compare.</summary>
[Collection(nameof(CommandTests))]
public sealed class InspectTests(CuratedRun run)
{
    [Fact]
    public async Task Status_Run_PrintsWhatItHas() =>
        (await run.RunAsync("status", CuratedRun.Name))
            .Prints("small  idle", "questions", "failed: source-error", "long-4", "train", "datasets are in");

    [Fact]
    public async Task Status_AnyTable_FitsEightyColumns()
    {
        var status = await run.RunAsync("status", CuratedRun.Name);
        Assert.All(
            status.Output.Split('\n').Where(line => !line.Contains("datasets are in")), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Status_WithoutRun_ListsRuns() => (await run.RunAsync("status")).Prints("small");

    [Fact]
    public async Task Status_NoFolder_IsRefused() =>
        (await Outcome.OfAsync("status", "--root", Path.Combine(run.Root, "nowhere"))).Refuses(2, "no such folder of runs", "--root");

    [Fact]
    public async Task Status_Json_HasCounts()
    {
        var status = await run.RunAsync("status", CuratedRun.Name, "--json");
        Assert.Equal(1, status.Json.GetProperty("counts").GetProperty("failed").GetProperty("source-error").GetInt32());
    }

    [Fact]
    public async Task Status_UnexpectedError_IsOneMessageAndATraceOnlyOnRequest()
    {
        (await run.RunAsync("curate", run.Write("broken.yaml", CuratedRun.SpecText("broken")))).Prints("broken  done");
        var (traces, summary) = FilesOf("broken", "all");
        var recorded = Sha256Of(traces);
        File.WriteAllText(traces, "no Parquet");
        File.WriteAllText(summary, File.ReadAllText(summary).Replace(recorded, Sha256Of(traces), StringComparison.Ordinal));

        var failed = await run.RunAsync("compare", "broken", "all", "long-4");
        failed.Refuses(1, "error: Unexpected: ", "--verbose");
        Assert.Single(failed.Error.TrimEnd().Split('\n'));
        (await run.RunAsync("compare", "broken", "all", "long-4", "--verbose")).Refuses(1, "   at ");
    }

    [Fact]
    public async Task Compare_SelectionWasAltered_SaysSoUntilItIsMadeAgain()
    {
        var spec = run.Write("altered.yaml", CuratedRun.SpecText("altered"));
        (await run.RunAsync("curate", spec)).Prints("altered  done");
        var (traces, summary) = FilesOf("altered", "all");
        var whole = Sha256Of(traces);
        File.AppendAllText(traces, "more");

        (await run.RunAsync("compare", "altered", "all", "long-4")).Refuses(2, "selection.parquet", whole);
        (await run.RunAsync("select", "altered", "--recipe", "random", "--exclude", "all")).Refuses(2, "selection.parquet", whole);
        File.WriteAllText(summary, "no json");
        (await run.RunAsync("explain", "altered", "all", "0")).Refuses(2, "summary.json", "make the selection again");
        (await run.RunAsync("curate", spec)).Prints("altered  done");
        Assert.Equal(whole, Sha256Of(traces));
    }

    (string Traces, string Summary) FilesOf(string name, string selection)
    {
        var folder = Path.Combine(run.Root, name, "selections", selection);
        return (Path.Combine(folder, "selection.parquet"), Path.Combine(folder, "summary.json"));
    }

    static string Sha256Of(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    [Fact]
    public async Task Rank_Top_PrintsHardestAndEasiest()
    {
        (await run.RunAsync("rank", CuratedRun.Name, "--top", "3")).Prints("hardest", "easiest", "What is", "tokens", "pass rate");
        var ranking = (await run.RunAsync("rank", CuratedRun.Name, "--top", "3", "--json")).Json;
        Assert.Equal(3, ranking.GetProperty("hardest").GetArrayLength());
        var ranks = ranking.GetProperty("hardest").EnumerateArray()
            .Select(question => question.GetProperty("difficulty").GetDouble()).ToList();
        Assert.Equal(ranks.OrderDescending(), ranks);
    }

    [Fact]
    public async Task Rank_NoTop_IsRefused() =>
        (await run.RunAsync("rank", CuratedRun.Name, "--top", "0")).Refuses(2, "`--top 0` is not possible");

    [Fact]
    public async Task Show_QuestionByPrefix_PrintsReasoningAnswerAndAnnotations()
    {
        var id = Question(12);
        var shown = await run.RunAsync("show", CuratedRun.Name, id[..12]);
        shown.Prints(
            $"question {id}", "What is 12 times 12?", "144", "teacher deep-thinker", "baseline quick", "reasoning, ",
            "characters more)", "The answer is 1.", "questions.jsonl:12");
        Assert.DoesNotContain("characters more)", (await run.RunAsync("show", CuratedRun.Name, id, "--full")).Output);
    }

    [Fact]
    public async Task Show_Trace_PrintsThatResponseOnly()
    {
        var id = Question(7);
        var question = (await run.RunAsync("show", CuratedRun.Name, id, "--json")).Json;
        var teacher = TeacherOf(question);
        var shown = await run.RunAsync("show", CuratedRun.Name, teacher.GetProperty("trace").GetString()![..16]);
        shown.Prints("teacher deep-thinker");
        Assert.DoesNotContain("baseline quick", shown.Output);
    }

    [Fact]
    public async Task Show_ForeignText_NeverReachesTheTerminalRaw()
    {
        var id = Question(5);
        var shown = await run.RunAsync("show", CuratedRun.Name, id);
        shown.Prints("[bold]not markup[/]");
        Assert.DoesNotContain(shown.Output, letter => letter is '\u001b' or '\u0007' or '\u202E');
    }

    [Fact]
    public async Task Show_Failure_SaysWhy() =>
        (await run.RunAsync("show", CuratedRun.Name, Question(11))).Prints("failed", "source-error, the server went", "(final)");

    [Fact]
    public async Task Show_SeveralMatch_AreListed()
    {
        var first = Enumerable.Range(1, 12).Select(Question).GroupBy(id => id[..1]).First(group => group.Count() > 1).Key;
        (await run.RunAsync("show", CuratedRun.Name, first)).Prints("Several questions match", "What is");
    }

    [Theory]
    [InlineData("ffffffffffffffffffffffffffffffff", "No question or trace has an id that begins with")]
    [InlineData("xyz", "`xyz` is no beginning of an id")]
    public async Task Show_WrongId_IsRefused(string id, string what) => (await run.RunAsync("show", CuratedRun.Name, id)).Refuses(2, what);

    [Theory]
    [InlineData("long-4", 12, "in  Selected: it is among the first 4 of 11 candidates")]
    [InlineData("long-4", 1, "out  Not selected: it comes after the first 4 of 11 candidates")]
    [InlineData("all", 3, "in  Selected: all 11 candidates")]
    public async Task Explain_Trace_SaysInOrOutAndWhy(string selection, int number, string why)
    {
        var trace = await TraceAsync(number);
        (await run.RunAsync("explain", CuratedRun.Name, selection, trace[..16]))
            .Prints(why, "hash", "key", "features", "reasoning_tokens", trace);
    }

    [Fact]
    public async Task Explain_SelectionMadeByHandThatExcludes_IsExplained()
    {
        (await run.RunAsync("select", CuratedRun.Name, "--recipe", "random", "--exclude", "long-4", "--name", "rest")).Prints("rest");
        (await run.RunAsync("select", CuratedRun.Name, "--recipe", "random", "--exclude", "rest", "--name", "2")).Prints("2  4 of");
        var trace = await TraceAsync(1);
        var explained = await run.RunAsync("explain", CuratedRun.Name, "2", trace, "--json");
        Assert.True(explained.ExitCode == 0, explained.ToString());
        Assert.Equal(trace, explained.Json.GetProperty("trace").GetString());
    }

    [Fact]
    public async Task Explain_Unknown_IsRefused()
    {
        (await run.RunAsync("explain", CuratedRun.Name, "nothing", "00")).Refuses(2, "has no selection `nothing`");
        (await run.RunAsync("explain", CuratedRun.Name, "all", "0123456789abcdef"))
            .Refuses(2, "No trace of the run has an id that begins with");
    }

    [Fact]
    public async Task Compare_TwoSelections_PrintsOverlapAndBars()
    {
        var compared = await run.RunAsync("compare", CuratedRun.Name, "long-4", "all");
        compared.Prints("A: long-4", "B: all", "in both", "100.0 %", "only in B", "domain: long-4 and all", "█");
        Assert.All(compared.Output.Split('\n').Where(line => !line.StartsWith("only in")), line => Assert.True(line.Length <= 80, line));
        var json = (await run.RunAsync("compare", CuratedRun.Name, "long-4", "all", "--json")).Json;
        Assert.Equal(4, json.GetProperty("common").GetInt32());
        Assert.Equal(7, json.GetProperty("only_right").GetArrayLength());
    }

    [Fact]
    public async Task Compare_Unknown_IsRefused() =>
        (await run.RunAsync("compare", CuratedRun.Name, "long-4", "al")).Refuses(2, "has no selection `al`", "Did you mean `all`?");

    [Fact]
    public async Task Retry_ImportedFailures_SaysNobodyCanBeAsked()
    {
        (await run.RunAsync("retry", CuratedRun.Name, "--reason", "source-error")).Refuses(2, "came with the sources");
        (await run.RunAsync("status", CuratedRun.Name)).Prints("failed: source-error");
    }

    [Theory]
    [InlineData("source-eror", "Did you mean `source-error`?")]
    [InlineData(null, "Nothing says which failures")]
    public async Task Retry_UnknownReason_ListsReasons(string? reason, string what) =>
        (await run.RunAsync(["retry", CuratedRun.Name, .. reason is null ? Array.Empty<string>() : ["--reason", reason]]))
            .Refuses(2, what, "source-error (1)");

    async Task<string> TraceAsync(int number)
    {
        var question = (await run.RunAsync("show", CuratedRun.Name, Question(number), "--json")).Json;
        return TeacherOf(question).GetProperty("trace").GetString()!;
    }

    static JsonElement TeacherOf(JsonElement question) => question.GetProperty("responses").EnumerateArray()
        .Single(response => response.GetProperty("role").GetString() == "teacher");

    static string Question(int number) =>
        QuestionId.Of($"What is {number} times {number}? {(number == 5 ? CuratedRun.Hostile : "")}").ToString();
}
