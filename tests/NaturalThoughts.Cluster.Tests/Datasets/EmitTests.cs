using System.Text.Json;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Tests.Support;

namespace NaturalThoughts.Cluster.Tests.Datasets;

public sealed class EmitTests
{
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

    static IEnumerable<JsonElement> Rows(TestRun run, string dataset, string split) =>
        Directory.GetFiles(Path.Combine(run.RunFolder, "datasets", dataset, "metadata"), $"{split}-*.jsonl").Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement.Clone());
}
