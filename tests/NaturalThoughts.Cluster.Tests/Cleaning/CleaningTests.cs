using System.Text.Json;
using NaturalThoughts.Cluster.Cleaning;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Tests.Cleaning;

public sealed class CleaningTests
{
    const string Near = "clean: {near_duplicates: 0.7}";
    const string Both = "clean: {near_duplicates: 0.7, decontaminate: bench.jsonl}";

    static readonly string Common = Words("word");

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
    public async Task Resume_BenchmarkIsNotTheAcceptedOne_IsRefused()
    {
        await using var run = await TestRun.StartAsync(calls: new CallFilter((method, call) =>
            method == nameof(ISelectionShardGrain.ReadForCleaning) && _held is { } held ? Hold(held, call) : call()));
        Import(run, "traces.jsonl", "What is a prime?");
        Write(run, "bench.jsonl", "what is a PRIME");
        _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await run.CurateAsync(TestRun.Importing(Both));
        await run.UntilAsync(status => status.Phase is RunPhase.Cleaning);
        Write(run, "bench.jsonl", "something else");
        _held.SetResult();

        var status = await run.EndAsync();

        Assert.Equal(RunPhase.Failed, status.Phase);
        Assert.Contains("not those that the spec was accepted with", Assert.Single(status.Problems).What, StringComparison.Ordinal);
        Assert.Equal(0, status.Counts.Sealed);

        static async Task Hold(TaskCompletionSource held, Func<Task> call)
        {
            await held.Task;
            await call();
        }
    }

    TaskCompletionSource? _held;

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

        Assert.Equal(
            [QuestionId.Of($"{Common} one?"), QuestionId.Of($"{Common} two?")], kept.Keys.OrderBy(id => id == QuestionId.Of($"{Common} two?")));
        Assert.All(kept.Values, of => Assert.Equal(QuestionId.Of($"{Common} three?"), of));

        // The row that a question is known by may become lower, too: then what was removed is kept.
        Import(run, "traces-0.jsonl", $"{Common} two?");
        kept = await CleanAsync();
        Assert.Equal(
            new HashSet<QuestionId> { QuestionId.Of($"{Common} one?"), QuestionId.Of($"{Common} three?") }, kept.Keys.ToHashSet());
        Assert.All(kept.Values, of => Assert.Equal(QuestionId.Of($"{Common} two?"), of));

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
            method == nameof(ISelectionShardGrain.Start) && Interlocked.Exchange(ref lookAgain, 0) == 1 ? throw new TimeoutException() : call()));
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

    [Theory]
    [InlineData(nameof(ISelectionShardGrain.ReadForCleaning))]
    [InlineData(nameof(ISelectionShardGrain.JoinBand))]
    [InlineData(nameof(ISelectionShardGrain.Shingles))]
    [InlineData(nameof(ISelectionShardGrain.Label))]
    [InlineData(nameof(ISelectionShardGrain.Origins))]
    [InlineData(nameof(ISelectionShardGrain.RecordRemovals))]
    public async Task Curate_ShardIsLostInTheMiddle_CleansAgainAndEndsTheSame(string method)
    {
        var calls = 0;
        await using var calm = await TestRun.StartAsync();
        await using var run = await TestRun.StartAsync(calls: new CallFilter((called, call) =>
            called == method && Interlocked.Increment(ref calls) == 2 ? throw new CleaningInterruptedException() : call()));
        WritePool(calm);
        WritePool(run);

        var expected = await calm.FinishAsync(TestRun.Importing(Both));
        var status = await run.FinishAsync(TestRun.Importing(Both));

        Assert.True(calls > 2);
        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.Equal(Removed(expected.Counts.Removed), Removed(status.Counts.Removed));
        Assert.Equal(await OutcomeAsync(calm), await OutcomeAsync(run));
    }

    [Fact]
    public async Task Curate_StoppedWhileRemovalsAreRecordedAndOnAnotherSilo_EndsTheSame()
    {
        var recorded = 0;
        await using var calm = await TestRun.StartAsync();
        await using var run = await TestRun.StartAsync(calls: new CallFilter(async (called, call) =>
        {
            // The first shard records its own; the others come to nothing.
            if (called == nameof(ISelectionShardGrain.RecordRemovals) && Interlocked.Increment(ref recorded) > 1)
                throw new CleaningInterruptedException();
            await call();
        }));
        WritePool(calm);
        WritePool(run);
        await calm.FinishAsync(TestRun.Importing(Both));

        await run.CurateAsync(TestRun.Importing(Both));
        await TestRun.UntilAsync(() => recorded > 3);
        var said = await OutcomeAsync(run);
        await run.RestartAsync();
        await run.OpenAsync();
        await run.Run.EnsureRunning();
        var status = await run.EndAsync();

        var expected = await OutcomeAsync(calm);
        Assert.NotEqual(expected, said);
        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.Equal(expected, await OutcomeAsync(run));
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
        Assert.Contains("| + near duplicates | 16 |\n| + contaminated | 5 |", File.ReadAllText(Path.Combine(dataset, "README.md")), StringComparison.Ordinal);
    }

    // 20 questions of their own, 5 of a benchmark, 5 groups of 4 that hang together over two files, one question twice and once more with
    // another mark.
    static void WritePool(TestRun run)
    {
        var groups = Enumerable.Range(0, 5).SelectMany(group => Enumerable.Range(0, 4).Select(n => $"{Words($"g{group}w")} {n}"));
        Import(run, "traces-2.jsonl",
            [.. Own(0, 12), .. Bench(), .. groups.Where((_, n) => n % 2 == 0), "Same as below."]);
        Import(run, "traces-1.jsonl", [.. groups.Where((_, n) => n % 2 == 1), .. Own(12, 8), "Same as below.", "same, as below"]);
        Write(run, "bench.jsonl", [.. Bench().Select(text => text.ToUpperInvariant())]);

        static IEnumerable<string> Own(int from, int count) => Enumerable.Range(from, count).Select(n => $"What is {n} plus {n * n}?");
        static IEnumerable<string> Bench() => Enumerable.Range(0, 5).Select(n => $"How many times goes {n} into a hundred?");
    }

    static string Words(string like) => string.Join(' ', Enumerable.Range(0, 30).Select(n => $"{like}{n}"));

    static void Write(TestRun run, string file, params string[] questions) => File.WriteAllLines(
        Path.Combine(run.Folder, file), questions.Select(question => $$"""{"question":"{{question}}","answer":"1"}"""));

    static void Import(TestRun run, string file, params string[] questions) => File.WriteAllLines(
        Path.Combine(run.Folder, file), questions.Select(question => $$"""{"question":"{{question}}","answer":"1","trace":"<think>so</think>1"}"""));

    static string Removed(IEnumerable<KeyValuePair<string, long>> removed) =>
        string.Join(", ", removed.Select(reason => $"{reason.Key} {reason.Value}"));

    static async Task<List<RemovalFact>> RemovalsAsync(TestRun run) =>
        [.. (await run.Run.Find("", 1_000)).SelectMany(dossier => dossier.Facts).OfType<RemovalFact>()];

    static async Task<string> OutcomeAsync(TestRun run) => string.Join('\n', (await RemovalsAsync(run))
        .OrderBy(fact => fact.Question).Select(fact => $"{fact.Question} {fact.Number} {fact.Reason} {fact.Of} {fact.Detail} {fact.Matched}"));
}
