using NaturalThoughts.Cluster.Tests.Support;

namespace NaturalThoughts.Cluster.Tests.Runs;

public sealed class RestartTests
{
    const string Outputs = """
        annotate: [cues, answer]
        selections: [{name: some, recipe: random, size: 3, seed: 7}]
        datasets: [{name: some, selection: some}]
        """;

    [Fact]
    public async Task Open_AnotherSilo_KnowsFromTheLogAllThatTheFirstKnew()
    {
        await using var model = await HeldModel.StartAsync(refusals: 2);
        await using var run = await TestRun.StartAsync();
        run.Ask(8);
        File.AppendAllText(Path.Combine(run.Folder, "questions.jsonl"), "no json\n{\"question\": \"What is 0 plus one?\", \"answer\": \"1\"}\n");
        model.Release();
        await run.FinishAsync(TestRun.Asking(model, Outputs));
        var known = await KnownAsync(run);

        await run.RestartAsync();
        // For people only: the spec in force is the journal's.
        File.Delete(Path.Combine(run.RunFolder, "run.yaml"));
        await run.OpenAsync();

        Assert.Equal(known, await KnownAsync(run));
        Assert.Contains("failed http-400: 2", known, StringComparison.Ordinal);
        Assert.Contains("selection some: 3 of 6", known, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curate_OnAnotherSiloWhenDone_HasNothingToDo()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(4);
        model.Release();
        await run.FinishAsync(TestRun.Asking(model, Outputs));
        var entries = Directory.GetFiles(run.RunFolder, "*", SearchOption.AllDirectories).Order().ToList();

        await run.RestartAsync();
        var status = await run.FinishAsync(TestRun.Asking(model, Outputs));

        Assert.True(status.NothingNew);
        Assert.Equal(0, status.RowsRead);
        Assert.Equal(4, model.Questions.Count);
        Assert.Equal(entries, Directory.GetFiles(run.RunFolder, "*", SearchOption.AllDirectories).Order());
    }

    static async Task<string> KnownAsync(TestRun run)
    {
        var status = await run.Run.Status();
        var counts = status.Counts;
        return string.Join('\n',
        [
            $"{counts.Rows} {counts.Unique} {counts.Duplicates} {counts.Sealed} {counts.Traces} {counts.Stuck} {counts.CompletionTokens}",
            .. counts.Unusable.Select(reason => $"unusable {reason.Key}: {reason.Value}"),
            .. counts.Responses.Select(model => $"{model.Key}: {model.Value}"),
            .. counts.Failed.Select(reason => $"failed {reason.Key}: {reason.Value}"),
            .. status.Selections.Select(selection => $"selection {selection.Name}: {selection.Taken} of {selection.Pool} {selection.Snapshot}"),
            .. status.Datasets.Select(dataset => $"dataset {dataset.Name}: {dataset.Train} {dataset.Bytes}"),
            .. (await run.Run.Find("", 100)).Select(dossier => $"{dossier.Id} {string.Join(' ', dossier.Facts.Select(fact => fact.Key))}"),
        ]);
    }
}
