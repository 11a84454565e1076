using System.Text.Json;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Cluster.Tests.Judgements;

public sealed class JudgementTests
{
    const string All = "domain, strategies, verbosity, reasoning_type, disagree, correct";

    [Fact]
    public async Task Curate_AllRubrics_FillTheirColumnsAndNobodyIsAskedTwice()
    {
        await using var model = await JudgingModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(5);

        var status = await run.FinishAsync(model.Spec(All, """
            selections:
            - name: judged
              where: >-
                domain = "Science" and verbosity = 3 and strategies_count = 2 and reasoning_type = "deductive" and disagree
                and correct and pass_rate = 1
            datasets: [{name: judged, selection: judged}]
            """));

        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.Equal(5, Assert.Single(status.Selections).Taken);
        Assert.Equal(5 * 8, model.Calls.Count);
        Assert.Empty(model.Again);
        Assert.Equal(5, status.Counts.Responses["annotator judge verbosity"]);
        Assert.Equal(35, status.Counts.Tokens["judge judge disagree"]);
        Assert.Equal("verbosity by annotator judge", status.Fillers["verbosity"]);
        var folder = Path.Combine(run.RunFolder, "datasets", "judged");
        Assert.Contains("disagree by judge judge", File.ReadAllText(Path.Combine(folder, "README.md")), StringComparison.Ordinal);
        Assert.Contains("\"correct by judge judge\"", File.ReadAllText(Path.Combine(folder, "manifest.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curate_ServerKnowsNoSchemas_IsAskedWithoutFromThenOn()
    {
        await using var model = await JudgingModel.StartAsync(formless: true);
        await using var run = await TestRun.StartAsync();
        run.Ask(4);

        var status = await run.FinishAsync(model.Spec("verbosity", roles: "teacher: t, annotator: j").Replace("slots: 8", "slots: 1"));

        Assert.Equal((4, 1), (status.Counts.Responses["annotator judge verbosity"], model.Refused));
        Assert.Empty(status.Counts.Failed);
    }

    [Fact]
    public async Task Curate_RepliesThatCannotBeRead_AreRepairedOrDeadLettersThatCanBeTriedAgain()
    {
        await using var model = await JudgingModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(6);
        var spec = model.Spec("verbosity", roles: "teacher: t, annotator: j");
        // Two are repaired, two are not, one is refused.
        model.Says = call => call.Rubric is null ? null
            : call.Content.Contains("What is 0 ", StringComparison.Ordinal) || call.Content.Contains("What is 1 ", StringComparison.Ordinal)
                ? call.Repairs ? null : "Hm."
            : call.Content.Contains("What is 2 ", StringComparison.Ordinal) || call.Content.Contains("What is 3 ", StringComparison.Ordinal)
                ? "Hm."
            : call.Content.Contains("What is 4 ", StringComparison.Ordinal) ? "I'm sorry, but I can't help with that."
            : null;

        var status = await run.FinishAsync(spec);

        var unreadable = status.Counts.Unreadable.Select(reason => $"{reason.Key} {reason.Value}");
        Assert.Equal("refused 1, unreadable-reply 2", string.Join(", ", unreadable));
        // Each was asked, committed and paid for: it counts once.
        Assert.Empty(status.Counts.Failed);
        Assert.Equal(model.Calls.Count, status.Counts.Responses.Values.Sum());
        Assert.Equal(3.0 / model.Calls.Count, status.FailedShare);
        Assert.Equal((6, 6 + 4), (status.Counts.Sealed, status.Counts.Responses["annotator judge verbosity"]));
        var asked = model.Calls.Count;
        Assert.True((await run.FinishAsync(spec)).NothingNew);
        Assert.Equal(asked, model.Calls.Count);

        model.Says = _ => null;
        Assert.Equal(2, await run.Run.Retry("unreadable-reply"));
        status = await run.FinishAsync(spec);
        Assert.Equal((asked + 2, 6), (model.Calls.Count, status.Counts.Sealed));
        Assert.Equal(["refused"], status.Counts.Unreadable.Keys);
        await run.Run.Select(new() { Name = "all" }, replace: false);
        Assert.True((await run.Run.Emit(new() { Name = "all", Selection = "all" }, replace: false)).Ok);
        var dataset = Path.Combine(run.RunFolder, "datasets", "all");
        var counts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(dataset, "manifest.json"))).RootElement.GetProperty("counts");
        Assert.Equal(
            $$$"""
            "responses_asked":{{{asked + 2}}},"committed":{{{asked + 2}}},"failed":{},"unreadable":{"refused":1}
            """,
            JsonSerializer.Serialize(counts)[1..^1].Split("\"unusable\":{},")[1]);
        Assert.Contains("| – judgements that none of these gives: refused | 1 |", File.ReadAllText(Path.Combine(dataset, "README.md")));
        var sample = (await run.Run.Find("", 10)).SelectMany(dossier => dossier.Responses).Count(fact => fact.Response.Sample == 1);
        Assert.Equal(2, sample);
    }

    [Fact]
    public async Task Curate_RubricChanged_SaysWhatItCostsAndAsksForNothingElse()
    {
        await using var model = await JudgingModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(4);
        var spec = model.Spec("domain, verbosity", roles: "teacher: t, annotator: j");
        await run.FinishAsync(spec);
        var other = spec.Replace("domain, ", "{domain: {topics: [arithmetic, optics]}}, ");

        var asked = await run.CurateAsync(other, confirmed: false);
        var cost = Assert.Single(asked.Value!.Orphaned);
        Assert.Equal(("domain", "j", 4, 4, 7), (cost.Rubric, cost.Model, cost.Count, cost.Calls, cost.MeanTokens));
        Assert.Equal(12, model.Calls.Count);

        var status = await run.FinishAsync(other);
        Assert.Equal((16, 4), (model.Calls.Count, status.Counts.Sealed));
        Assert.Equal(8, model.Judged.Count(rubric => rubric == "domain"));
        Assert.Equal(RunPhase.Done, (await run.FinishAsync(spec)).Phase);
        Assert.Equal(16, model.Calls.Count);
    }

    [Fact]
    public async Task Curate_TemplateOfAFile_IsPartOfTheAcceptedSpec()
    {
        await using var model = await JudgingModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(2);
        var file = Path.Combine(run.Folder, "v.md");
        File.WriteAllText(file, "How long-winded is this?\n{reasoning}\n{form}");
        var spec = model.Spec("{verbosity: {template: v.md}}", roles: "teacher: t, annotator: j");
        await run.FinishAsync(spec);
        Assert.Contains(model.Calls, call => call.Content.StartsWith("How long-winded", StringComparison.Ordinal));

        File.WriteAllText(file, "How rambling is this?\n{reasoning}\n{form}");
        Assert.False((await run.CurateAsync(spec, confirmed: false)).Value!.Started);
        await run.FinishAsync(spec);
        Assert.Equal(2, model.Calls.Count(call => call.Content.StartsWith("How rambling", StringComparison.Ordinal)));

        File.Delete(file);
        await run.RestartAsync();
        Assert.Equal(2, (await run.OpenAsync()).Counts.Sealed);
        Assert.Contains("cannot be read", Assert.Single((await run.CurateAsync(spec)).Problems).What, StringComparison.Ordinal);
        File.WriteAllText(file, "{reasonning} {form}");
        Assert.Equal(2, (await run.CurateAsync(spec)).Problems.Count(problem => problem.Where == "v.md"));
    }

    [Fact]
    public async Task Curate_StoppedWhileItJudges_GoesOnAndAsksNothingTwice()
    {
        await using var model = await JudgingModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(8);
        var spec = model.Spec(All);
        var release = new TaskCompletionSource();
        // Half of all judgements wait until the run is stopping.
        model.Waits = call => call.Rubric is "verbosity" or "correct" ? release.Task : Task.CompletedTask;
        await run.CurateAsync(spec);
        await TestRun.UntilAsync(() => model.Calls.Count(call => call.Rubric is "verbosity" or "correct") == 8);
        var stopping = run.Run.Pause();
        await run.UntilAsync(status => status.Phase is RunPhase.Stopping);
        release.SetResult();
        await stopping;
        await run.RestartAsync();

        var status = await run.FinishAsync(spec);

        Assert.Equal((8, 8 * 8), (status.Counts.Sealed, model.Calls.Count));
        Assert.Empty(model.Again);
    }

    [Fact]
    public async Task Curate_FromAnotherRun_BringsItsJudgements()
    {
        await using var model = await JudgingModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(3);
        var spec = model.Spec(All);
        await run.FinishAsync("first", spec.Replace($"run: {TestRun.Name}", "run: first"));
        var (asked, begin) = (model.Calls.Count, spec.IndexOf("source:", StringComparison.Ordinal));

        var end = spec.IndexOf("endpoints:", StringComparison.Ordinal);
        var importing = $"{spec[..begin]}source: run:first\n{spec[end..]}";
        var status = await run.FinishAsync(importing);

        Assert.Equal((asked, 3, 3), (model.Calls.Count, status.Counts.Sealed, status.Counts.Responses["judge judge correct"]));
        Assert.Equal((0, 3), (status.Counts.Spent, status.Counts.Traces));
        var seals = (await run.Run.Find("", 10)).SelectMany(dossier => dossier.Facts).OfType<SealFact>();
        Assert.Equal(3, seals.Last().Traces[0].Values["verbosity"].Number);
    }

    [Fact]
    public async Task Curate_BudgetEndsBetweenAnswerAndJudgement_GoesOnFromThere()
    {
        await using var model = await JudgingModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(20);
        var spec = model.Spec("verbosity, domain", "limits: {output_tokens: BUDGET}", "teacher: t, annotator: j")
            .Replace("teach}", "teach, max_tokens: 20}");

        var status = await run.FinishAsync(spec.Replace("BUDGET", "230"));
        Assert.Contains("budget is spent", Assert.Single(status.Problems).What, StringComparison.Ordinal);
        Assert.InRange(status.Counts.Spent, 1, 230);
        Assert.InRange(status.Counts.Sealed, 1, 10);

        status = await run.FinishAsync(spec.Replace("BUDGET", "100000"));
        Assert.Equal((20, 20 * 3 * 7), (status.Counts.Sealed, status.Counts.Spent));
        Assert.Empty(model.Again);
    }

    [Fact]
    public async Task Preview_Rubrics_SaysHowManyCallsAndShowsTheFirst()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(3);
        var spec = TestRun.Importing("""
            models: {j: {model: judge, max_tokens: 50}}
            endpoints: http://localhost:1
            roles: {annotator: j, judge: j}
            annotate: [domain, verbosity, correct]
            """);

        var preview = await CurationPreview.OfAsync(
            run.OrderOf(spec), Path.Combine(run.Folder, "runs"), TestContext.Current.CancellationToken);

        Assert.Equal(
            [("domain", 3L), ("verbosity", 3), ("correct", 3)],
            preview.Value!.Judgements.Select(judged => (judged.Rubric, judged.Calls)));
        Assert.Equal(3, preview.Value.First.Length);
        Assert.Contains("What is 0 plus one?", preview.Value.First[0].Body, StringComparison.Ordinal);
        Assert.Contains("0 so 1 so 2", preview.Value.First[1].Body, StringComparison.Ordinal);
        Assert.Contains("json_schema", preview.Value.First[1].Body, StringComparison.Ordinal);
    }
}
