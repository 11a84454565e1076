using System.Text.Json;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Cluster.Tests.Datasets;

public sealed class EmitTests
{
    const string Condensed = "In short, it is what it is.";

    const string Outputs = """
        selections: [{name: some, recipe: random, size: 3, seed: 7}]
        datasets: [{name: train, selection: some}]
        """;

    [Fact]
    public async Task Curate_DatasetHoldsSomethingElseByNow_IsReplaced()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(10);
        await run.FinishAsync(TestRun.Importing(Outputs));

        var status = await run.FinishAsync(TestRun.Importing(Outputs.Replace("size: 3", "size: 5")));

        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.Equal(5, Assert.Single(status.Datasets).Train);
    }

    [Fact]
    public async Task Curate_RowsAndResponsesThatFailed_StandInTheManifest()
    {
        await using var model = await HeldModel.StartAsync(refusals: 4);
        await using var run = await TestRun.StartAsync();
        run.Ask(10);
        File.AppendAllLines(Path.Combine(run.Folder, "questions.jsonl"), ["no json", "{}", "{", "{\"question\":\"What is 3 plus one?\"}"]);
        model.Release();

        await run.FinishAsync(TestRun.Asking(model, Outputs));

        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(run.RunFolder, "datasets", "train", "manifest.json")));
        Assert.Equal(
            """
            {"questions_in":14,"unique":10,"duplicates":1,"near_duplicates":0,"contaminated":0,"unusable":{"missing-question":1,"not-json":2},"responses_asked":10,"committed":6,"failed":{"http-400":4}}
            """,
            JsonSerializer.Serialize(manifest.RootElement.GetProperty("counts")));
    }

    [Fact]
    public async Task Emit_QuestionsAreSealedAnewMeanwhile_EmitsTheSnapshot()
    {
        TestRun? tested = null;
        var sealing = 0;
        await using var run = tested = await TestRun.StartAsync(calls: new CallFilter(async (method, call) =>
        {
            if (method == nameof(ISelectionShardGrain.WritePart) && Interlocked.Exchange(ref sealing, 1) == 0) await SealAnewAsync(tested!);
            await call();
        }));
        run.Import(10);

        var status = await run.FinishAsync(TestRun.Importing(Outputs));

        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.Equal(3, Assert.Single(status.Datasets).Train);
    }

    [Fact]
    public async Task Emit_QuestionsWithSeveralTraces_EachIsOnOneSideOfTheSplit()
    {
        await using var run = await TestRun.StartAsync();
        File.WriteAllLines(Path.Combine(run.Folder, "traces.jsonl"), Enumerable.Range(0, 40).Select(n => $$"""{"question":"{{n}}?","r":["1","2","3"]}"""));
        await run.FinishAsync(TestRun.Importing("""
            selections: [{name: all, where: 'true', per_question: 3}]
            datasets: [{name: all, selection: all, format: jsonl, split: {validation: 30%}}]
            """).Replace("content: trace", "each: r, content: ''"));

        var (train, validation) = (Questions("train"), Questions("validation"));

        Assert.Equal((40, 120), (train.Union(validation).Count(), train.Count + validation.Count));
        Assert.InRange(validation.Distinct().Count(), 1, 39);
        Assert.Empty(train.Intersect(validation));

        List<string?> Questions(string split) => [.. Rows(run, "all", split).Select(row => row.GetProperty("question_id").GetString())];
    }

    [Fact]
    public async Task Emit_SeveralTracesOfAQuestion_SayWhatMostOfThemAnswer()
    {
        await using var run = await TestRun.StartAsync();
        File.WriteAllLines(Path.Combine(run.Folder, "traces.jsonl"),
        [
            """{"question":"2 + 2?","answer":"4","r":["The answer is 5.","Let me see, two and two. The answer is 4.","The answer is 4.0."]}""",
            """{"question":"What for?","r":["I would not know what for, nor would I know whom to ask about it, sorry"]}""",
        ]);
        await run.FinishAsync(TestRun.Importing("""
            selections: [{name: all, where: 'true', per_question: 3}]
            datasets: [{name: all, selection: all, format: jsonl}]
            """).Replace("content: trace", "each: r, content: ''"));

        var rows = Rows(run, "all", "train").ToLookup(row => row.GetProperty("samples").GetDouble());

        Assert.Equal(["4", "4", "4"], rows[3].Select(row => row.GetProperty("majority_answer").GetString()));
        Assert.Equal([false, false, true], rows[3].Select(row => row.GetProperty("shortest_correct").GetBoolean()).Order());
        Assert.Equal(JsonValueKind.Null, Assert.Single(rows[1]).GetProperty("majority_answer").ValueKind);
    }

    [Fact]
    public async Task Emit_CondensedAnswers_StandInRowsWithoutReasoning()
    {
        await using var model = await JudgingModel.StartAsync();
        model.Says = call => call.Rubric is "condense" && call.Content.Contains("What is 0 ", StringComparison.Ordinal) ? "I cannot help." : null;
        await using var run = await TestRun.StartAsync();
        run.Ask(20);
        var status = await run.FinishAsync(model.Spec("condense", """
            selections: [{name: all, recipe: random}]
            datasets: [{name: all, selection: all, format: jsonl, mix: {system2: 0.5, system1: condensed}, seed: 1}]
            """, roles: "teacher: t, annotator: j"));

        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        var answers = Rows(run, "all", "train", "data").Select(row => row.GetProperty("answer").GetString()).ToList();
        foreach (var (row, answer) in Rows(run, "all", "train").Zip(answers))
        {
            var condensed = row.GetProperty("mode").GetString() is "system-1"
                && row.GetProperty("condensed").ValueKind is JsonValueKind.True;
            Assert.Equal(condensed ? Condensed : "It is what it is.", answer);
            Assert.Equal(condensed ? "judge" : "teach", row.GetProperty("answer_model").GetString());
        }

        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(run.RunFolder, "datasets", "all", "manifest.json")));
        var counted = manifest.RootElement.GetProperty("rows").GetProperty("condensed").GetInt32();
        Assert.Equal(answers.Count(answer => answer == Condensed), counted);
        Assert.InRange(counted, 1, 19);
        Assert.Contains($"{counted} of the answers alone are short ones by judge",
            File.ReadAllText(Path.Combine(run.RunFolder, "datasets", "all", "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Emit_Pairs_PreferSelectedTracesToOthersOfTheirQuestion()
    {
        await using var run = await TestRun.StartAsync();
        File.WriteAllLines(Path.Combine(run.Folder, "traces.jsonl"), Enumerable.Range(0, 30).Select(n => n % 3 == 2
            ? $$"""{"question":"{{n}}?","answer":"4","r":["The answer is 4.","Let me see, and see again, and once more, slowly. The answer is 4."]}"""
            : $$"""{"question":"{{n}}?","answer":"4","r":["<think>Sure: {{n}}</think>The answer is 4.","<think>No: {{n}}</think>The answer is 5."]}"""));
        const string outputs = """
            selections: [{name: right, where: complete and correct, rank: -response_tokens, size: SIZE, seed: 7}]
            datasets:
              - {name: correct, selection: right, format: jsonl, layout: sharegpt, pairs: correct}
              - {name: both, selection: right, format: jsonl, pairs: both}
            """;
        var spec = TestRun.Importing(outputs).Replace("content: trace", "each: r, content: ''");
        var status = await run.FinishAsync(spec.Replace("SIZE", "30"));

        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        var reports = status.Datasets.ToDictionary(dataset => dataset.Name);
        Assert.Equal((20, 10, 30, 0),
            (reports["correct"].Train, reports["correct"].LeftOut, reports["both"].Train, reports["both"].LeftOut));
        var both = Rows(run, "both", "train", "data").ToLookup(row => row.GetProperty("pair").GetString());
        Assert.Equal((20, 10), (both["correct"].Count(), both["shorter"].Count()));
        Assert.All(both["correct"], row => Assert.Equal(
            ("<think>\nSure", "<think>\nNo"), (Said(row, "chosen")[..12], Said(row, "rejected")[..10])));
        Assert.All(both["shorter"], row => Assert.True(Said(row, "rejected").Length > 2 * Said(row, "chosen").Length));
        Assert.All(Rows(run, "correct", "train", "data"), row => Assert.EndsWith(
            "5.", row.GetProperty("rejected").GetProperty("value").GetString()));

        // Of a smaller selection each pair is the same.
        var pairs = both.SelectMany(kind => kind).Select(Pair).ToHashSet();
        Assert.True((await run.FinishAsync(spec.Replace("SIZE", "15"))).Phase is RunPhase.Done);
        var fewer = Rows(run, "both", "train", "data").Select(Pair).ToList();
        Assert.Equal(15, fewer.Count);
        Assert.Subset(pairs, fewer.ToHashSet());

        static string Said(JsonElement row, string side) => row.GetProperty(side)[0].GetProperty("content").GetString()!;
        static string Pair(JsonElement row) => $"{row.GetProperty("trace_id")} {row.GetProperty("rejected_trace_id")}";
    }

    [Fact]
    public async Task Emit_MixedByAPercentile_IsOfTheWholePool()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(30);
        await run.FinishAsync(TestRun.Importing("""
            selections: [{name: all, where: 'true'}]
            datasets: [{name: all, selection: all, format: jsonl, mix: {system2: percentile(reasoning_tokens) < 0.5}}]
            """));

        var byLength = Rows(run, "all", "train").OrderBy(row => row.GetProperty("reasoning_tokens").GetDouble()).ToList();

        Assert.Equal(30, byLength.Count);
        Assert.All(byLength.Index(), row => Assert.Equal(row.Index < 15 ? "system-2" : "system-1", row.Item.GetProperty("mode").GetString()));
    }

    [Fact]
    public async Task Emit_SameTracesByAnotherSeed_AreMixedOtherwise()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(30);
        await run.FinishAsync(TestRun.Importing("""
            selections: [{name: one, where: 'true', seed: 1}, {name: two, where: 'true', seed: 2}]
            datasets:
              - {name: one, selection: one, format: jsonl, mix: {system2: 0.5}}
              - {name: two, selection: two, format: jsonl, mix: {system2: 0.5}}
            """));

        Assert.NotEqual(System2("one"), System2("two"));

        IEnumerable<string?> System2(string dataset) => Rows(run, dataset, "train")
            .Where(row => row.GetProperty("mode").GetString() == "system-2").Select(row => row.GetProperty("trace_id").GetString()).ToList();
    }

    static IEnumerable<JsonElement> Rows(TestRun run, string dataset, string split, string config = "metadata") =>
        Directory.GetFiles(Path.Combine(run.RunFolder, "datasets", dataset, config), $"{split}-*.jsonl").Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement.Clone());

    static async Task SealAnewAsync(TestRun run)
    {
        foreach (var dossier in await run.Run.Find("", 100))
        {
            var seal = dossier.Facts.OfType<SealFact>().Last();
            await run.Grains.Shard(TestRun.Name, dossier.Id.Shard(2)).Commit([seal with { Generation = seal.Generation + 1 }]);
        }
    }
}
