using System.Security.Cryptography;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.ModelServers;

namespace NaturalThoughts.Cluster.Tests.Runs;

/// <summary>Another run as a source, with a model server that counts what it is asked.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    const int Questions = 8;
    const string Asked = """
        models:
          t: {model: teach, samples: 2, temperature: 0.6}
          b: {model: base}
        roles: {teacher: t, baseline: b}
        """;

    const string Dataset = """
        selections: [{name: all, where: 'true', per_question: 2}]
        datasets: [{name: all, selection: all}]
        """;

    ModelServer _server = null!;
    TestRun _runs = null!;

    int Requests => _server.Counts().Total.Tries;

    public async ValueTask InitializeAsync()
    {
        _server = await ModelServer.StartAsync(new() { Models = ["teach", "base", "other"], ReasoningTokens = new(3, 30) });
        _runs = await TestRun.StartAsync();
        _runs.Ask(Questions);
    }

    public async ValueTask DisposeAsync()
    {
        await _runs.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Curate_RunAsSourceAndTheSameModels_AsksNobodyAndWritesTheSameRows()
    {
        await DoneAsync("first", Spec("first", "questions*.jsonl", Asked, Dataset));
        Assert.Equal(3 * Questions, Requests);

        var renamed = Asked.Replace("t:", "teacher:").Replace("r: t,", "r: teacher,");
        var status = await DoneAsync("second", Spec("second", "run:first", renamed, Dataset));

        Assert.Equal(3 * Questions, Requests);
        Assert.Equal((Questions, Questions, 2 * Questions), (status.Counts.Rows, status.Counts.Sealed, status.Counts.Traces));
        Assert.Equal(Data("first"), Data("second"));
    }

    [Fact]
    public async Task Curate_RunAsSourceAndOtherModels_AsksOnlyForWhatIsNotThere()
    {
        await DoneAsync("first", Spec("first", "questions*.jsonl", Asked));

        var status = await DoneAsync("second", Spec("second", "run:first", """
            shards: 5
            models:
              t: {model: teach, samples: 3, temperature: 0.6}
              b: {model: base, temperature: 0.5}
              o: {model: other}
            roles: {teacher: [t, o], baseline: b}
            """));

        Assert.Equal(3 * Questions + (1 + 1 + 1) * Questions, Requests);
        Assert.Equal(4 * Questions, status.Counts.Traces);
        Assert.Equal(2 * Questions, status.Counts.Responses["baseline base"]);
    }

    [Fact]
    public async Task Curate_RunAsSourceAndNoModel_HasItsTracesAndNeedsNobody()
    {
        await DoneAsync("first", Spec("first", "questions*.jsonl", Asked));

        var status = await DoneAsync("second", "run: second\nsource: run:first\n" + Dataset);

        Assert.Equal(3 * Questions, Requests);
        Assert.Equal((2 * Questions, 2 * Questions), (status.Counts.Traces, Assert.Single(status.Selections).Taken));
        var dossier = (await _runs.Grains.Run("second").Find("", 1)).Single();
        Assert.All(dossier.Responses, fact => Assert.Equal("first", fact.Run));
        Assert.Equal("run:first/0000/questions.jsonl", dossier.Origin.Name);
    }

    [Fact]
    public async Task Curate_RunAsSourceUnderABudget_WhatItPaidForCostsNothing()
    {
        await DoneAsync("first", Spec("first", "questions*.jsonl", Asked));

        var status = await DoneAsync("second", Spec("second", "run:first", Asked, "limits: {output_tokens: 49152}"));

        Assert.Equal((0, Questions, 0), (status.Counts.Spent, status.Counts.Sealed, status.Problems.Length));
    }

    [Fact]
    public async Task Curate_BaselineThereIsTheTeacherHere_IsATraceAndNotAskedAgain()
    {
        await DoneAsync("first", Spec("first", "questions*.jsonl", Asked));

        var status = await DoneAsync("second", Spec("second", "run:first", "models: {b: {model: base}}\nroles: {teacher: b}"));

        Assert.Equal(3 * Questions, Requests);
        Assert.Equal(3 * Questions, status.Counts.Traces);
    }

    [Fact]
    public async Task Curate_RunHasGrownSince_TakesWhatIsNewAndNothingTwice()
    {
        var (first, second) = (Spec("first", "questions*.jsonl", Asked), Spec("second", "run:first", Asked, Dataset));
        await DoneAsync("first", first);
        await DoneAsync("second", second);
        _runs.Ask(4, from: Questions, file: "questions-2.jsonl");
        await DoneAsync("first", first);

        var status = await DoneAsync("second", second);

        Assert.Equal(3 * (Questions + 4), Requests);
        Assert.Equal((Questions + 4, Questions + 4, 0), (status.Counts.Rows, status.Counts.Sealed, status.Counts.Duplicates));
        Assert.Equal(await FactsAsync("first"), await FactsAsync("second"));
        Assert.True((await DoneAsync("second", second)).NothingNew);
    }

    [Fact]
    public async Task Curate_RunsThatImportEachOther_ComeToAnEnd()
    {
        var (first, second) = (Spec("first", "questions*.jsonl", Asked), Spec("second", "run:first", Asked));
        var both = first.Replace("source: {", "source: [{").Replace("answer}}", "answer}}, run:second]");
        await DoneAsync("first", first);
        var counts = (await DoneAsync("second", second)).Counts;
        for (var round = 0; round < 2; round++)
        {
            Assert.True(counts.SaysTheSameAs((await DoneAsync("first", both)).Counts));
            Assert.True(counts.SaysTheSameAs((await DoneAsync("second", second)).Counts));
        }

        Assert.Equal(3 * Questions, Requests);
    }

    [Fact]
    public async Task Curate_ImportStoppedInItsMiddle_GoesOnWithWhatIsMissing()
    {
        const int rows = 1600;
        var batches = 0;
        TestRun? runs = null;
        await using var started = runs = await TestRun.StartAsync(new CommitFilter(async (facts, commit) =>
        {
            if (facts.OfType<IntakeFact>().Any(fact => fact.Origin.Via is not null) && ++batches == 2)
            {
                _ = runs!.Grains.Run("second").Pause();
                await TestRun.UntilAsync(() => Directory.EnumerateFiles(Path.Combine(runs.Folder, "runs", "second", "control"))
                    .Any(file => File.ReadAllText(file).Contains("\"paused\"", StringComparison.Ordinal)));
            }

            await commit();
        }));
        File.WriteAllLines(
            Path.Combine(runs.Folder, "traces.jsonl"), Enumerable.Range(0, rows).Select(n => $$"""{"question":"{{n}}?","trace":"4"}"""));
        await runs.FinishAsync("first", TestRun.Importing().Replace("tested", "first"));
        const string second = "run: second\nshards: 1\nsource: run:first";

        var paused = await runs.FinishAsync("second", second);
        var between = await FactsAsync("second", runs.Folder);
        var done = await runs.FinishAsync("second", second);

        Assert.Equal(RunPhase.Paused, paused.Phase);
        Assert.InRange(between.Count, 1, (2 * rows) - 1);
        Assert.Equal((RunPhase.Done, rows, rows, 0), (done.Phase, done.Counts.Sealed, done.Counts.Traces, done.Counts.Duplicates));
        Assert.Equal(2 * rows, (await FactsAsync("second", runs.Folder)).Count);
    }

    [Fact]
    public async Task Curate_PilotOfARun_TakesTheFirstQuestionsWithAllTheirResponses()
    {
        await DoneAsync("first", Spec("first", "questions*.jsonl", Asked));

        var pilot = await _runs.FinishAsync("second", Spec("second", "run:first", Asked), limit: 3);

        Assert.Equal((3, 3, 6), (pilot.Counts.Unique, pilot.Counts.Sealed, pilot.Counts.Traces));
        Assert.Equal(3 * Questions, Requests);
        Assert.Equal(Questions, (await DoneAsync("second", Spec("second", "run:first", Asked))).Counts.Sealed);
    }

    [Fact]
    public async Task Curate_NoSuchRun_IsRefusedAndLeavesNothing()
    {
        await DoneAsync("first", Spec("first", "questions*.jsonl", Asked));

        var refused = await _runs.Grains.Run("second").Curate(_runs.OrderOf(Spec("second", "run:frist", Asked)));

        Assert.Equal("Did you mean `first`?", Assert.Single(refused.Problems).Fix);
        Assert.False(Directory.Exists(Path.Combine(_runs.Folder, "runs", "second")));
    }

    [Fact]
    public async Task Curate_RunIsDamaged_EndsWithTheFileAndGoesOnOnceItIsWhole()
    {
        await DoneAsync("first", Spec("first", "questions*.jsonl", Asked));
        var segment = Directory.GetFiles(Path.Combine(_runs.Folder, "runs", "first", "shards", "0001")).Order().First();
        var whole = File.ReadAllBytes(segment);
        File.WriteAllBytes(segment, whole[..^5]);

        var status = await _runs.FinishAsync("second", Spec("second", "run:first", Asked));
        var preview = await CurationPreview.OfAsync(
            _runs.OrderOf(Spec("second", "run:first", Asked)), Path.Combine(_runs.Folder, "runs"), TestContext.Current.CancellationToken);
        File.WriteAllBytes(segment, whole);

        Assert.Equal((RunPhase.Failed, segment), (status.Phase, Assert.Single(status.Problems).Where));
        Assert.Equal(segment, Assert.Single(preview.Problems).Where);
        Assert.Equal(Questions, (await DoneAsync("second", Spec("second", "run:first", Asked))).Counts.Sealed);
        Assert.Equal(3 * Questions, Requests);
    }

    [Fact]
    public async Task Preview_RunAsSource_KnowsWhatIsPaidFor()
    {
        await DoneAsync("first", Spec("first", "questions*.jsonl", Asked));
        _runs.Ask(2, from: Questions, file: "questions-2.jsonl");
        var spec = Spec("second", "run:first", Asked.Replace("samples: 2", "samples: 3, max_tokens: 10").Replace("temperature", "top_p"))
            .Replace("source: run:first", "source: [run:first, {path: questions-2.jsonl, columns: {question: question}}]");

        var preview = await CurationPreview.OfAsync(
            _runs.OrderOf(spec), Path.Combine(_runs.Folder, "runs"), TestContext.Current.CancellationToken);

        Assert.True(preview.Ok, string.Join('\n', preview.Problems));
        Assert.Equal((Questions + 2, Questions + 2, 3 * Questions), (preview.Value.Rows, preview.Value.Questions, preview.Value.Imported));
        Assert.Equal((Questions, 3 * (Questions + 2) + 2), (preview.Value.Paid, preview.Value.Asked));
        Assert.Equal(["teacher", "baseline"], preview.Value.First.Select(request => request.Role));
        Assert.Contains("What is 8 plus one?", preview.Value.First[1].Body, StringComparison.Ordinal);
    }

    async Task<RunStatus> DoneAsync(string run, string spec)
    {
        var status = await _runs.FinishAsync(run, spec);
        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
        return status;
    }

    string Spec(string run, string source, params string[] rest) => $$"""
        run: {{run}}
        source: {{(source.StartsWith("run:", StringComparison.Ordinal) ? source
            : $"{{path: '{source}', columns: {{question: question, reference: answer}}}}")}}
        endpoints: {{_server.Address}}
        {{string.Join('\n', rest)}}
        """ + (rest.Any(part => part.Contains("shards:", StringComparison.Ordinal)) ? "" : "\nshards: 2");

    Task<List<Digest>> FactsAsync(string run) => FactsAsync(run, _runs.Folder);

    // Keys of what is imported, as often as they stand in the log; the way a row came apart.
    static async Task<List<Digest>> FactsAsync(string run, string folder)
    {
        var keys = new List<Digest>();
        foreach (var shard in RunFolder.Of(Path.Combine(folder, "runs"), run).Value!.Shards)
            await foreach (var logged in SegmentLog.OpenToRead(shard).ReplayAsync())
                if (logged.Fact is IntakeFact intake) keys.Add((intake with { Origin = intake.Origin with { Via = null } }).Key);
                else if (logged.Fact is ResponseFact response) keys.Add(response.Key);
        keys.Sort();
        return keys;
    }

    List<string> Data(string run)
    {
        var folder = Path.Combine(_runs.Folder, "runs", run, "datasets", "all", "data");
        return
        [
            .. Directory.GetFiles(folder).Order(StringComparer.Ordinal)
                .Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"),
        ];
    }
}
