using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Tests.Cleaning;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Tests;
using Orleans.Core.Internal;

namespace NaturalThoughts.Cluster.Tests.Telemetry;

/// <summary>What a run tells, from its beginning to its end. Nothing else runs beside, so that all that is heard is of this run.</summary>
[CollectionDefinition(nameof(InstrumentTests), DisableParallelization = true)]
[Collection(nameof(InstrumentTests))]
public sealed class InstrumentTests
{
    const string Outputs = """
        limits: {output_tokens: 100000}
        selections: [{name: all, where: 'true'}]
        datasets: [{name: all, selection: all}]
        """;

    static readonly string[] Instruments =
    [
        "questions", "traces", "tokens", "dead_letters", "time_to_first_token", "requests.failed", "endpoint.slots.used",
        "endpoint.slots.limit", "endpoint.state", "endpoint.empty_reasoning", "queue.length", "queue.age", "log.commit.duration",
        "log.rows", "log.written", "log.conflicts", "shard.replay.duration", "shards", "selection.duration", "selection.traces",
        "emission.duration", "emission.rows", "run.phase", "run.progress", "run.eta", "run.questions", "run.last_progress",
        "run.tokens.spent", "run.tokens.budget",
    ];

    static readonly string[] Questions =
    [
        $"{CleaningPool.Common} one?", $"{CleaningPool.Common} two?", "What is a prime?", "Why is it so?", "Who was Gauss?",
        "How many is many?",
    ];

    [Fact]
    public async Task Curate_AllThatARunDoes_IsToldWithoutIdsAndTexts()
    {
        using var heard = new Heard();
        await using var model = await JudgingModel.StartAsync();
        await using var embedder = await EmbeddingServer.StartAsync();
        await using var run = await TestRun.StartAsync();
        CleaningPool.Write(run, "questions.jsonl", Questions);
        File.AppendAllLines(Path.Combine(run.Folder, "questions.jsonl"), ["no json"]);
        var gate = Gate(model);
        var accepted = await run.CurateAsync(Spec(model, embedder));
        Assert.True(accepted.Ok, string.Join('\n', accepted.Problems));
        // How fast it goes is to be seen from here on.
        await TestRun.UntilAsync(() => heard.Now("run.phase").ContainsKey("run=tested phase=traces"));
        gate.Release(3);
        await TestRun.UntilAsync(() => heard.Now("run.eta").ContainsKey("run=tested"));
        gate.Release(100);
        var status = await run.EndAsync();
        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        Assert.True((await run.View.Preview(new() { Name = "all", Where = "true" })).Ok);
        await TestRun.UntilAsync(() => heard.Now("run.phase").ContainsKey("run=tested phase=done"));

        Assert.Empty(Instruments.Except(heard.All.Select(said => said.Name)));
        var dossiers = await run.Run.Find("", 100);
        Assert.Equal(Told(status.Counts, dossiers), new[] { "questions", "traces", "dead_letters" }
            .SelectMany(name => heard.Sums(name)).Select(said => $"{said.Key} {said.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(status.Counts.Spent, heard.Sums("tokens", "direction=output").Values.Sum());
        Assert.Equal((5, 1), (heard.Now("run.questions")["run=tested state=sealed"], heard.Now("run.progress")["run=tested"]));
        Assert.Equal((5, 5), (heard.Sums("selection.traces")[""], heard.Sums("emission.rows")["format=parquet"]));
        Assert.Equal(["kind=preview", "kind=selection"], heard.Sums("selection.duration").Keys.Order());

        var texts = dossiers.SelectMany(dossier => dossier.Facts.OfType<ResponseFact>()).Select(fact => fact.Response.Content).ToHashSet();
        Assert.All(heard.All.SelectMany(said => said.Tags).Select(tag => $"{tag.Value}").Distinct(), value =>
        {
            Assert.DoesNotMatch("[0-9a-fA-F]{16}", value);
            Assert.DoesNotContain(value, Questions);
            Assert.DoesNotContain(value, texts);
        });
    }

    [Fact]
    public async Task Curate_LogIsReadAnew_CountsNothingAgainAndSourcesHaveGone()
    {
        using var heard = new Heard();
        await using var run = await TestRun.StartAsync();
        run.Import(10);
        await run.FinishAsync(TestRun.Importing(Outputs));
        Assert.Equal(2, heard.Now("shards")[""]);
        await run.RestartAsync();
        foreach (var gone in (string[])["endpoint.state", "queue.length", "run.phase", "run.questions"]) Assert.Empty(heard.Now(gone));
        Assert.Equal(0, heard.Now("shards")[""]);

        using var again = new Heard();
        Assert.True((await run.FinishAsync(TestRun.Importing(Outputs))).NothingNew);

        Assert.Equal(2, again.All.Count(said => said.Name == "shard.replay.duration"));
        await TestRun.UntilAsync(() => again.Now("run.questions").GetValueOrDefault("run=tested state=sealed") == 10);
        foreach (var counted in (string[])["questions", "traces", "tokens", "dead_letters", "log.rows", "selection.traces", "emission.rows"])
            Assert.Empty(again.Sums(counted));
        await run.Run.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        await TestRun.UntilAsync(() => again.Now("run.phase").Count == 0);
    }

    [Fact]
    public async Task Curate_TwoSilosInOneProcess_TellEachShardAndRunOnce()
    {
        using var heard = new Heard();
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        await run.JoinAsync();
        run.Ask(20);
        await run.CurateAsync(TestRun.Asking(model).Replace("'}]", "', slots: 2}]"));
        await TestRun.UntilAsync(() => model.Questions.Count == 2);

        await TestRun.UntilAsync(() => heard.Now("run.questions").GetValueOrDefault("run=tested state=open") == 20);
        await TestRun.UntilAsync(() => heard.Now("queue.length")["model=test/teacher"] > 0);
        Assert.Equal((2, 2), (heard.Now("shards")[""], heard.Now("endpoint.slots.used")[$"endpoint={model.Address}/v1"]));
        Assert.True(heard.Now("queue.age")["model=test/teacher"] > 0);
        model.Release();
        await run.EndAsync();
        await TestRun.UntilAsync(() => heard.Now("queue.length")["model=test/teacher"] == 0);
        Assert.Equal(20, heard.Sums("questions")["run=tested stage=sealing outcome=sealed"]);
    }

    // Holds the teacher. Its first response comes empty, and one judgement cannot be read.
    static SemaphoreSlim Gate(JudgingModel model)
    {
        var (gate, answers) = (new SemaphoreSlim(0), 0);
        model.Waits = call => call.Rubric is null ? gate.WaitAsync() : Task.CompletedTask;
        model.Says = call => call.Rubric is null ? Interlocked.Increment(ref answers) == 1 ? "" : null
            : call.Content.Contains("prime", StringComparison.Ordinal) ? "I do not know." : null;
        return gate;
    }

    static string Spec(JudgingModel model, EmbeddingServer embedder) => model
        .Spec("verbosity, {clusters: {k: 2, seed: 7}}", $"{CleaningPool.Near}\n{Outputs}", "teacher: t, annotator: j, embedder: e")
        .Replace("slots: 8}]", $"slots: 8}}, {{url: '{embedder.Address}'}}]")
        .Replace("roles:", $"  e: {{model: {EmbeddingServer.Name}, task: embed}}\nroles:");

    // What the counters must have come to, from the log.
    static IEnumerable<string> Told(ShardCounts counts, IReadOnlyCollection<QuestionDossier> dossiers)
    {
        var facts = dossiers.SelectMany(dossier => dossier.Facts).ToList();
        return new[]
        {
            "run=tested stage=intake outcome=taken 6", "run=tested stage=intake outcome=unusable 1",
            "run=tested stage=cleaning outcome=removed 1", "run=tested stage=sealing outcome=sealed 5",
            "run=tested stage=response outcome=committed 5", "run=tested stage=judgement outcome=committed 6",
            "run=tested stage=embedding outcome=committed 5", "run=tested kind=row reason=not-json 1",
            $"run=tested kind=response reason={counts.Unreadable.Single().Key} 1",
            $"run=tested stage=annotation outcome=committed {facts.OfType<AnnotationFact>().Count()}",
        }.Order(StringComparer.Ordinal);
    }
}
