using NaturalThoughts.Cluster.Clusters;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Tests.Cleaning;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Cluster.Tests.Clusters;

/// <summary>Questions are embedded by a server over HTTP, and what came of it is in the log.</summary>
public sealed class EmbeddingTests
{
    [Fact]
    public async Task Curate_ModelThatEmbeds_IsAskedOnceForEachQuestionInBatches()
    {
        await using var server = await EmbeddingServer.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 150), "subjects.jsonl");

        var status = await run.FinishAsync(ClusterRuns.ByModel(server));

        Assert.Equal(RunPhase.Done, status.Phase);
        Assert.Equal(Enumerable.Range(0, 150).Select(ClusterRuns.Question).Order(), server.Inputs.Order());
        // 150 questions in two shards make a batch too few full in each.
        Assert.InRange(server.Batches.Count, 5, 6);
        Assert.All(server.Batches, batch => Assert.InRange(batch.Length, 1, 32));
        Assert.Equal((150L, 0L), (status.Counts.Responses[$"embedder {EmbeddingServer.Name}"], status.Counts.Spent));
        Assert.Equal(150, (await FactsAsync(run)).OfType<EmbeddingFact>().Count(fact => fact.Vector.Length == 256));

        var again = await run.FinishAsync(ClusterRuns.ByModel(server));
        Assert.True(again.NothingNew);
        Assert.Equal(150, server.Inputs.Count);
    }

    [Fact]
    public async Task Curate_InputsTheServerRefuses_AreDeadLettersAndNotTheBatchsEnd()
    {
        await using var server = await EmbeddingServer.StartAsync();
        server.Refuses = text => text.EndsWith("item 3", StringComparison.Ordinal) || text.EndsWith("item 40", StringComparison.Ordinal);
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 60), "subjects.jsonl");

        var status = await run.FinishAsync(ClusterRuns.ByModel(server));

        Assert.Equal((RunPhase.Done, 60L, 2L), (status.Phase, status.Counts.Sealed, status.Counts.Failed["http-400"]));
        Assert.Equal((58L, 2L), (status.Clusters!.Questions, status.Clusters.Without));
        var failed = Assert.Single((await run.Run.Find(QuestionId.Of(ClusterRuns.Question(3)).ToString(), 1))).Facts.OfType<AttemptFact>().Single();
        Assert.Equal((ModelRole.Embedder, EmbeddingServer.Name, 0), (failed.Role, failed.Model, failed.Number));

        // Reopened, they alone are asked again.
        var asked = server.Inputs.Count;
        server.Refuses = text => text.EndsWith("item 3", StringComparison.Ordinal);
        Assert.Equal(2, await run.Run.Retry("http-400"));
        status = await run.FinishAsync(ClusterRuns.ByModel(server));

        Assert.Equal((60L, 1L, 59L), (status.Counts.Sealed, status.Counts.Failed["http-400"], status.Clusters!.Questions));
        Assert.All(server.Inputs.Skip(asked), text => Assert.Contains(text, (string[])[ClusterRuns.Question(3), ClusterRuns.Question(40)]));
        Assert.Equal(60, (await FactsAsync(run)).OfType<SealFact>().Select(seal => seal.Question).Distinct().Count());
    }

    [Fact]
    public async Task Curate_StoppedInItsMiddle_AsksForNothingCommittedAgain()
    {
        await using var server = await EmbeddingServer.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 400), "subjects.jsonl");
        server.HoldAfter(3);
        Assert.True((await run.CurateAsync(ClusterRuns.ByModel(server))).Ok);
        await run.UntilAsync(status => status.Counts.Responses.GetValueOrDefault($"embedder {EmbeddingServer.Name}") >= 96);
        await TestRun.UntilAsync(() => server.Batches.Count > 3);

        await run.RestartAsync();
        var committed = (await FactsAsync(run)).OfType<EmbeddingFact>().Select(fact => fact.Question).ToHashSet();
        var before = server.Batches.Count;
        server.Release();
        var status = await run.FinishAsync(ClusterRuns.ByModel(server));

        Assert.Equal((96, 400L), (committed.Count, status.Clusters!.Questions));
        Assert.DoesNotContain(server.Batches.Skip(before).SelectMany(batch => batch), text => committed.Contains(QuestionId.Of(text)));
        Assert.Equal(400, (await FactsAsync(run)).OfType<EmbeddingFact>().Count());
    }

    [Fact]
    public async Task Curate_QuestionsWithoutTraces_AreNotEmbedded()
    {
        await using var model = await HeldModel.StartAsync(refusals: 2);
        await using var server = await EmbeddingServer.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(10);
        model.Release();

        var status = await run.FinishAsync($$"""
            run: tested
            source: {path: questions.jsonl, columns: {question: question, reference: answer} }
            endpoints: ['{{model.Address}}', '{{server.Address}}']
            models:
              t: {model: {{HeldModel.Name}}}
              e: {model: {{EmbeddingServer.Name}}, task: embed}
            roles: {teacher: t, embedder: e}
            annotate: [answer, clusters]
            shards: 2
            """);

        Assert.Equal((10L, 8L, 8L), (status.Counts.Sealed, status.Counts.Traces, status.Clusters!.Questions));
        Assert.Equal(8, server.Inputs.Count);
    }

    [Fact]
    public async Task Curate_QuestionsThatCleaningRemoves_AreNotEmbedded()
    {
        await using var server = await EmbeddingServer.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 60), "subjects.jsonl");
        CleaningPool.Write(run, "bench.jsonl", ClusterRuns.Question(3), ClusterRuns.Question(40));
        // They have traces and are sealed before anything is removed.
        await run.FinishAsync(ClusterRuns.ByWords());

        var status = await run.FinishAsync(ClusterRuns.ByModel(server, rest: "clean: {decontaminate: bench.jsonl}\nshards: 2"));

        Assert.Equal((RunPhase.Done, 58L), (status.Phase, status.Clusters!.Questions));
        Assert.Equal(Enumerable.Range(0, 60).Except([3, 40]).Select(ClusterRuns.Question).Order(), server.Inputs.Order());
    }

    [Fact]
    public async Task Curate_FromARunThatHasVectors_AsksForNone()
    {
        await using var server = await EmbeddingServer.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 50), "subjects.jsonl");
        await run.FinishAsync(ClusterRuns.ByModel(server));

        var status = await run.FinishAsync("second", $$"""
            run: second
            source: run:tested
            endpoints: [{url: '{{server.Address}}'}]
            models: {other-name: {model: {{EmbeddingServer.Name}}, task: embed} }
            roles: {embedder: other-name}
            annotate: [answer, {clusters: {k: 5, seed: 7} }]
            shards: 3
            """);

        Assert.Equal((RunPhase.Done, 50), (status.Phase, server.Inputs.Count));
        Assert.Equal(run.Clusters(), run.Clusters("second"));
    }

    [Fact]
    public async Task Embed_OrderThatComesLate_AsksOnlyForWhatIsStillMissing()
    {
        await using var server = await EmbeddingServer.StartAsync();
        server.Refuses = text => text.EndsWith("item 1", StringComparison.Ordinal);
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 5), "subjects.jsonl");
        await run.FinishAsync(ClusterRuns.ByModel(server, rest: "shards: 1"));
        var asked = server.Inputs.Count;
        server.Refuses = _ => false;
        var texts = Enumerable.Range(0, 5).Select(ClusterRuns.Question);
        var order = new EmbeddingOrder
        {
            Id = Guid.NewGuid(), Run = TestRun.Name, Shard = 0, Inputs = [.. texts.Select(text => new EmbeddingInput(QuestionId.Of(text), text))],
        };
        var grain = run.Grains.GetGrain<IEmbeddingGrain>(run.Silo.ToParsableString());

        // What failed for good is as settled as what was had.
        Assert.Equal(new EmbeddingOutcome(), await grain.Embed(order, default));
        Assert.Equal(asked, server.Inputs.Count);
        Assert.Equal(1, await run.Run.Retry("http-400"));
        await run.FinishAsync(ClusterRuns.ByModel(server, rest: "shards: 1"));

        Assert.Equal([ClusterRuns.Question(1)], server.Inputs.Skip(asked));
    }

    [Fact]
    public async Task Curate_NobodyServesTheEmbedder_SaysSoAndWaits()
    {
        await using var model = await HeldModel.StartAsync();
        await using var server = await EmbeddingServer.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 5), "subjects.jsonl");
        File.WriteAllText(Path.Combine(run.Folder, "endpoints.txt"), model.Address);
        var spec = ClusterRuns.ByModel(server).Replace($"[{{url: '{server.Address}'}}]", "{file: endpoints.txt}", StringComparison.Ordinal);
        Assert.True((await run.CurateAsync(spec)).Ok);

        var waiting = await run.UntilAsync(status => status.Phase is RunPhase.Clustering && !status.Unserved.IsEmpty);
        Assert.Equal($"{EmbeddingServer.Name} (embeddings)", Assert.Single(waiting.Unserved));
        File.WriteAllText(Path.Combine(run.Folder, "endpoints.txt"), server.Address);

        Assert.Equal(RunPhase.Done, (await run.EndAsync()).Phase);
        Assert.Equal(5, server.Inputs.Count);
    }

    [Fact]
    public async Task Curate_AnotherPrompt_IsSaidBeforeItCosts()
    {
        await using var server = await EmbeddingServer.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 20), "subjects.jsonl");
        await run.FinishAsync(ClusterRuns.ByModel(server));
        var changed = ClusterRuns.ByModel(server).Replace("task: embed", "task: embed, prompt: 'query: {question}'", StringComparison.Ordinal);

        var asked = await run.CurateAsync(changed, confirmed: false);

        Assert.Equal(new OrphanedResponses(ModelRole.Embedder, "e", 20), Assert.Single(asked.Value!.Orphaned));
        Assert.Equal(20, server.Inputs.Count);
        await run.FinishAsync(changed);
        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"query: {ClusterRuns.Question(number)}").Order(), server.Inputs.Skip(20).Order());
    }

    [Fact]
    public async Task Curate_VectorsOfTwoLengths_EndsWithTheReason()
    {
        await using var server = await EmbeddingServer.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 20), "subjects.jsonl");
        await run.FinishAsync(ClusterRuns.ByModel(server));
        server.Dimensions = 32;
        run.Import(Enumerable.Range(20, 20), "subjects-more.jsonl");

        var status = await run.FinishAsync(ClusterRuns.ByModel(server));

        Assert.Equal(RunPhase.Failed, status.Phase);
        Assert.Contains("different dimensions (32, 256)", Assert.Single(status.Problems).What);
    }

    static async Task<List<Fact>> FactsAsync(TestRun run)
    {
        var facts = new List<Fact>();
        foreach (var shard in Directory.EnumerateDirectories(Path.Combine(run.RunFolder, "shards")))
            await foreach (var (fact, _) in SegmentLog.OpenToRead(shard).ReplayAsync(1)) facts.Add(fact);
        return facts;
    }
}
