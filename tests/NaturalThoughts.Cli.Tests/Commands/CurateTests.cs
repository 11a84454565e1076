using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cli.Tests.Commands;

[Collection(nameof(CommandTests))]
public sealed class CurateTests(CuratedRun run)
{
    [Fact]
    public void Curate_NewRun_PrintsCountsSelectionsDatasetsAndCharts() => run.Curated.Prints(
        "small  done", "rows in", "13", "unusable: missing-question", "failed: source-error", "responses: teacher deep-thinker",
        "long-4", "train", "datasets are in", "domain of the pool", "reasoning_tokens of the pool", "█");

    [Fact]
    public void Curate_NoTerminal_SaysEveryPhaseHoweverQuick()
    {
        Assert.Contains("Intake: 13 rows read, 12 questions", run.Curated.Error);
        Assert.Contains("Traces: 12 of 12 questions (100.0 %), 23 responses, 1 failed", run.Curated.Error);
        Assert.Contains("Selections: all (11), long-4 (4)", run.Curated.Error);
        Assert.Contains("Datasets: train (11)", run.Curated.Error);
    }

    [Fact]
    public async Task Curate_Again_GoesOnAndStaysTheSame()
    {
        var again = await run.RunAsync("curate", run.Spec, "--json");
        Assert.Equal(0, again.ExitCode);
        Assert.Equal("done", again.Json.GetProperty("phase").GetString());
        Assert.Equal(12, again.Json.GetProperty("counts").GetProperty("unique").GetInt32());
        Assert.Equal("", again.Error);
    }

    [Fact]
    public async Task Curate_PilotThenAll_ReplacesTheDataset()
    {
        var spec = run.Write("pilot.yaml", CuratedRun.SpecText("pilot"));
        (await run.RunAsync("curate", spec, "--limit", "3")).Prints("questions", " 3");
        (await run.RunAsync("curate", spec)).Prints("questions", " 12", "train");
    }

    [Fact]
    public async Task Curate_MoreFailedThanAllowed_ExitsWith3AndSaysHowToRetry()
    {
        var spec = run.Write("strict.yaml", CuratedRun.SpecText("strict").Replace("20%", "1%"));
        var strict = await run.RunAsync("curate", spec, "--json");
        Assert.Equal(3, strict.ExitCode);
        Assert.Equal("strict", strict.Json.GetProperty("run").GetString());
        Assert.Contains("max_failed", strict.Error);
        Assert.Contains("naturalthoughts retry strict --reason REASON --root", strict.Error);
    }

    [Fact]
    public async Task Curate_DryRun_SaysWhatIsThereAndWritesNothing()
    {
        var spec = run.Write("dry.yaml", CuratedRun.SpecText("dry"));
        var dry = await run.RunAsync("curate", spec, "--dry-run");
        dry.Prints(
            "nothing was written", "rows", "questions", "responses to ask for", "then selection long-4", "then dataset train",
            "columns: model");
        Assert.DoesNotContain("tokens of prompts", dry.Output);
        Assert.False(Directory.Exists(Path.Combine(run.Root, "dry")));
    }

    [Fact]
    public async Task Curate_DryRunWithModelsAndLimit_PrintsTheFirstRequestAndWhatItCosts()
    {
        var spec = run.Write("models.yaml", CuratedRun.SpecText("models") + """

            models:
              r1: {model: deepseek-ai/DeepSeek-R1, temperature: 0.6, max_tokens: 100, samples: 2, system: Think.}
            roles: {teacher: r1}
            endpoints: http://127.0.0.1:9/v1
            """);
        var dry = await run.RunAsync("curate", spec, "--dry-run", "--limit", "5");
        dry.Prints(
            "first request to teacher deepseek-ai/DeepSeek-R1", "What is 1 times 1?", "\"temperature\": 0.6",
            "tokens of responses, at most", "1,000");
        var json = await run.RunAsync("curate", spec, "--dry-run", "--limit", "5", "--json");
        Assert.Equal(10, json.Json.GetProperty("asked").GetInt32());
        Assert.Equal(5, json.Json.GetProperty("questions").GetInt32());
    }

    [Fact]
    public async Task Curate_SameBytesUnderTwoNames_TheFirstNameIsTheRowsOrigin()
    {
        run.Write("twice/b.jsonl", "{\"q\": \"What is 1?\"}", "{\"q\": \"What is 2?\"}");
        run.Write("twice/a.jsonl", "{\"q\": \"What is 1?\"}", "{\"q\": \"What is 2?\"}");
        var spec = run.Write("with-twice.yaml", "run: twice", "source: {path: twice/, columns: {question: q}}");

        var dry = await run.RunAsync("curate", spec, "--dry-run", "--json");
        var curated = await run.RunAsync("curate", spec);
        var found = await run.RunAsync("show", "twice", QuestionId.Of("What is 1?").ToString(), "--json");

        Assert.Equal(2, dry.Json.GetProperty("rows").GetInt32());
        curated.Prints("rows in", " 2\n", "passed over twice/b.jsonl: the same bytes as twice/a.jsonl");
        Assert.Contains("twice/a.jsonl", found.Output);
        Assert.DoesNotContain("twice/b.jsonl", found.Output);
    }

    [Fact]
    public async Task Curate_ScoresThatAreNoNumbers_AreCountedNowAndLater()
    {
        run.Write(
            "scores/scores.jsonl",
            "{\"q\": \"What is 1?\", \"s\": 3}", "{\"q\": \"What is 2?\", \"s\": \"high\"}", "{\"q\": \"What is 3?\", \"s\": \"low\"}");
        var spec = run.Write(
            "scores/scores.yaml", "run: scores", "source: {path: scores.jsonl, columns: {question: q}, features: {score: s}}");

        (await run.RunAsync("curate", spec)).Prints("left out: not-a-number", " 2\n");
        var status = await run.RunAsync("status", "scores", "--json");
        Assert.Equal(2, status.Json.GetProperty("notes").GetProperty("not-a-number").GetInt32());
    }

    [Fact]
    public async Task Curate_MissingSpec_IsRefused() =>
        (await run.RunAsync("curate", "nowhere.yaml")).Refuses(2, "nowhere.yaml", "cannot be read");

    [Fact]
    public async Task Curate_MissingSource_IsRefusedAndLeavesNoRun()
    {
        var spec = run.Write("astray.yaml", CuratedRun.SpecText("astray").Replace("questions.jsonl", "question.jsonl"));
        (await run.RunAsync("curate", spec)).Refuses(2, "names no file", "question.jsonl");
        Assert.False(Directory.Exists(Path.Combine(run.Root, "astray")));
    }

    [Fact]
    public async Task Curate_BadExpression_IsRefusedWithItsPlace()
    {
        var spec = run.Write("wrong.yaml", CuratedRun.SpecText("wrong") + "\ndifficulty: pass_rat * 2\n");
        (await run.RunAsync("curate", spec)).Refuses(2, "wrong.yaml:18:", "pass_rat", "Did you mean `pass_rate`");
    }
}
