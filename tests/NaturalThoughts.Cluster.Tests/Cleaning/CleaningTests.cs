using System.Text.Json;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using static NaturalThoughts.Cluster.Tests.Cleaning.CleaningPool;

namespace NaturalThoughts.Cluster.Tests.Cleaning;

public sealed class CleaningTests
{
    [Fact]
    public async Task Curate_RemovedQuestions_AskNoModelAndAreCountedApart()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        Write(run, "questions.jsonl", "Why is it so?", $"{Common} one?", $"{Common} two?", "What is a prime?", "Why is it so?");
        File.AppendAllLines(Path.Combine(run.Folder, "questions.jsonl"), ["no json"]);
        Write(run, "bench.jsonl", "what is a PRIME");
        model.Release();

        var status = await run.FinishAsync(TestRun.Asking(model, Both));

        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        var counts = status.Counts;
        Assert.Equal((6, 2, 1, 1), (counts.Rows, counts.Unique, counts.Duplicates, counts.Unusable["not-json"]));
        Assert.Equal("contaminated 1, near-duplicate 1", Removed(counts.Removed));
        Assert.Equal((2, 2, 0), (counts.Sealed, counts.Traces, counts.Open));
        Assert.Equal(["Why is it so?", $"{Common} one?"], model.Questions.Order(StringComparer.Ordinal));
        var removals = await RemovalsAsync(run);
        Assert.Equal(["All its words are those of `bench.jsonl:1`.", "Both have 0.929 of their shingles in common."],
            removals.Select(fact => fact.Detail).Order(StringComparer.Ordinal));
        Assert.Equal(QuestionId.Of($"{Common} one?"), removals.Single(fact => fact.Reason == "near-duplicate").Of);
        Assert.Equal("What is a prime", removals.Single(fact => fact.Reason == "contaminated").Matched);
    }

    [Fact]
    public async Task Curate_CleaningChanges_EveryQuestionIsJudgedAnew()
    {
        await using var run = await TestRun.StartAsync();
        Import(run, "traces.jsonl", $"{Common} one?", $"{Common} two?", "What is a prime?");
        Write(run, "bench.jsonl", "what is a PRIME");

        foreach (var (clean, removed, traces) in new[]
        {
            (Near, "near-duplicate 1", 2), ("", "", 3), ("clean: {decontaminate: bench.jsonl}", "contaminated 1", 2),
            (Both, "contaminated 1, near-duplicate 1", 1), (Near, "near-duplicate 1", 2), ("clean: {near_duplicates: 0.99}", "", 3),
        })
        {
            var counts = (await run.FinishAsync(TestRun.Importing(clean))).Counts;
            Assert.Equal((clean, removed, traces, 0), (clean, Removed(counts.Removed), counts.Traces, counts.Open));
            Assert.Equal(3, counts.Unique + counts.Removed.Values.Sum());
        }
    }

    [Fact]
    public async Task Curate_BenchmarkChanges_EveryQuestionIsJudgedAnew()
    {
        await using var run = await TestRun.StartAsync();
        Import(run, "traces.jsonl", "What is a prime?", "Why is it so?");
        Write(run, "bench.jsonl", "what is a PRIME");
        await run.FinishAsync(TestRun.Importing(Both));

        Write(run, "bench.jsonl", "why is it so");
        var status = await run.FinishAsync(TestRun.Importing(Both));

        Assert.Equal(("contaminated 1", 1), (Removed(status.Counts.Removed), status.Counts.Traces));
        Assert.Equal(
            "Why is it so",
            (await RemovalsAsync(run)).Single(fact => fact.Rule == status.CleaningRule && fact.Reason is not null).Matched);
    }

    [Fact]
    public async Task Curate_BenchmarkIsMissing_IsRefusedBesideTheMissingSourceAndWritesNothing()
    {
        await using var run = await TestRun.StartAsync();

        var refused = await run.CurateAsync(TestRun.Importing(Both));

        Assert.Equal(2, refused.Problems.Length);
        Assert.False(Directory.Exists(run.RunFolder));
    }

    [Fact]
    public async Task Curate_AgainWithNothingNew_CleansNothing()
    {
        await using var run = await TestRun.StartAsync();
        Import(run, "traces.jsonl", $"{Common} one?", $"{Common} two?");
        await run.FinishAsync(TestRun.Importing(Near));
        var files = Files();

        var status = await run.FinishAsync(TestRun.Importing(Near));

        Assert.True(status.NothingNew);
        Assert.Equal(files, Files());

        List<string> Files() => [.. Directory.GetFiles(run.RunFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task Curate_LowerRowComesLater_IsKeptAndTheOthersAreRemovedForIt()
    {
        await using var run = await TestRun.StartAsync();
        Import(run, "traces-b.jsonl", $"{Common} one?", $"{Common} two?", "Why is it so?");
        Assert.Equal(QuestionId.Of($"{Common} one?"), Assert.Single((await CleanAsync()).Values));

        Import(run, "traces-a.jsonl", $"{Common} three?");
        var kept = await CleanAsync();

        Assert.Equal(Ids("one", "two"), kept.Keys.ToHashSet());
        Assert.All(kept.Values, of => Assert.Equal(QuestionId.Of($"{Common} three?"), of));

        // The row that a question is known by may become lower, too: then what was removed is kept.
        Import(run, "traces-0.jsonl", $"{Common} two?");
        kept = await CleanAsync();
        Assert.Equal(Ids("one", "three"), kept.Keys.ToHashSet());
        Assert.All(kept.Values, of => Assert.Equal(QuestionId.Of($"{Common} two?"), of));

        static HashSet<QuestionId> Ids(params string[] ends) => [.. ends.Select(end => QuestionId.Of($"{Common} {end}?"))];

        async Task<Dictionary<QuestionId, QuestionId>> CleanAsync()
        {
            var status = await run.FinishAsync(TestRun.Importing(Near));
            var said = (await RemovalsAsync(run)).GroupBy(fact => fact.Question).Select(all => all.MaxBy(fact => fact.Number)!)
                .Where(fact => fact.Reason is not null).ToDictionary(fact => fact.Question, fact => fact.Of!.Value);
            Assert.Equal(status.Counts.Removed.Values.Sum(), said.Count);
            Assert.Equal(status.Counts.Unique, status.Counts.Traces);
            return said;
        }
    }

    [Fact]
    public async Task Curate_RowsComeInWhileQuestionsAreUnderWay_AreJudgedBeforeAnybodyIsAsked()
    {
        await using var model = await HeldModel.StartAsync();
        var lookAgain = 0;
        await using var run = await TestRun.StartAsync(calls: new CallFilter((method, call) =>
            method == nameof(ISelectionShardGrain.Start) && Interlocked.Exchange(ref lookAgain, 0) == 1
                ? throw new TimeoutException()
                : call()));
        Write(run, "questions-1.jsonl", $"{Common} one?");
        await run.CurateAsync(TestRun.Asking(model, Near).Replace("questions.jsonl", "'questions-*.jsonl'"));
        await TestRun.UntilAsync(() => model.Questions.Count == 1);

        Write(run, "questions-2.jsonl", "Why is it so?", $"{Common} two?");
        lookAgain = 1;
        await TestRun.UntilAsync(() => model.Questions.Count == 2);
        model.Release();
        var counts = (await run.EndAsync()).Counts;

        Assert.Equal([$"{Common} one?", "Why is it so?"], model.Questions);
        Assert.Equal((3, 2, 2, "near-duplicate 1"), (counts.Rows, counts.Unique, counts.Traces, Removed(counts.Removed)));
    }

    [Fact]
    public async Task Curate_OneShardOrEight_RemovesTheSame()
    {
        var outcomes = new List<string>();
        foreach (var shards in new[] { 1, 8 })
        {
            await using var run = await TestRun.StartAsync();
            WritePool(run);
            var status = await run.FinishAsync(TestRun.Importing(Both).Replace("shards: 2", $"shards: {shards}"));
            Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
            outcomes.Add(await OutcomeAsync(run));
        }

        Assert.NotEmpty(outcomes[0]);
        Assert.Equal(outcomes[0], outcomes[1]);
    }

    [Fact]
    public async Task Emit_RemovedQuestions_StandInTheManifestAndTheCard()
    {
        await using var run = await TestRun.StartAsync();
        WritePool(run);

        await run.FinishAsync(TestRun.Importing(Both + """

            selections: [{name: some, recipe: random, size: 3, seed: 7}]
            datasets: [{name: train, selection: some}]
            """));

        var dataset = Path.Combine(run.RunFolder, "datasets", "train");
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(dataset, "manifest.json")));
        Assert.StartsWith(
            """
            {"questions_in":48,"unique":26,"duplicates":1,"near_duplicates":16,"contaminated":5,"unusable":{},"responses_asked":
            """,
            JsonSerializer.Serialize(manifest.RootElement.GetProperty("counts")), StringComparison.Ordinal);
        Assert.Contains(
            "| + near duplicates | 16 |\n| + contaminated | 5 |", File.ReadAllText(Path.Combine(dataset, "README.md")),
            StringComparison.Ordinal);
    }


}
