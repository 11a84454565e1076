using System.Text;
using System.Text.Json;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Cli.Tests.Curation;

/// <summary>Embeddings and clusters by the command, killed in their middle, and as an operator sees them.</summary>
public sealed class ClusterCommandTests : IDisposable
{
    const int Questions = 300;
    const string Model = "bge-m3";

    readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task Curate_KilledWhileItEmbedsAndClusters_AsksForNothingCommittedAgain()
    {
        WritePool("{url: 'recorded:vectors.jsonl', slots: 2, latency: 0.05}");
        var committed = new HashSet<string>();
        foreach (var reached in (Func<bool>[])[More(2), More(1), More(4), () => MakesClusters(), () => HasClusters()])
            await LiveAsync(committed, async command =>
            {
                await command.UntilAsync(reached);
                command.Signal(CommandProcess.Kill);
                Assert.True((await command.EndAsync()).ExitCode is 0 or 137);
            });
        await LiveAsync(committed, async command => (await command.EndAsync()).Ended(0));

        Assert.Equal(Questions, committed.Count);
        var killed = Clusters();
        Directory.Delete(_workshop.Root, recursive: true);
        (await CommandProcess.CurateToEndAsync(_workshop)).Ended(0);
        Assert.Equal(killed, Clusters());

        // Since a batch has 32, a multiple of it says how many calls there were.
        Func<bool> More(int batches)
        {
            var now = 0;
            return () => RunFolderReader.Calls(_workshop).Count >= (now = now == 0 ? RunFolderReader.Calls(_workshop).Count + (32 * batches) : now);
        }
    }

    [Fact]
    public async Task Status_RunWithClusters_ShowsThemAndWhatTheyAreOf()
    {
        WritePool("'recorded:vectors.jsonl'");
        (await CommandProcess.CurateToEndAsync(_workshop)).Ended(0);

        using var status = CommandProcess.Start(_workshop, "status", "r");
        var said = (await status.EndAsync()).Ended(0).Out;
        using var json = CommandProcess.Start(_workshop, "status", "r", "--json");
        using var document = JsonDocument.Parse((await json.EndAsync()).Ended(0).Out);

        Assert.Contains($"clusters: 6 of {Questions} questions (k 6, seed 9, model {Model}, 8 dimensions)", said);
        Assert.Contains("inertia", said);
        Assert.Contains($"responses: embedder {Model}", said);
        var clusters = document.RootElement.GetProperty("clusters");
        Assert.Equal(
            (6, Questions, 50), (clusters.GetProperty("clusters").GetInt32(), clusters.GetProperty("questions").GetInt32(),
                clusters.GetProperty("largest").GetInt32()));
    }

    // What the log holds when the command starts must not be asked for while it lives.
    async Task LiveAsync(HashSet<string> committed, Func<CommandProcess, Task> live)
    {
        var before = RunFolderReader.Calls(_workshop).Count;
        using (var command = CommandProcess.Curate(_workshop)) await live(command);
        Assert.DoesNotContain(RunFolderReader.Calls(_workshop).Skip(before), committed.Contains);
        committed.UnionWith((await RunFolderReader.FactsAsync(_workshop)).Facts.OfType<EmbeddingFact>().Select(fact => $"{fact.Question}\t{Model}\t0"));
    }

    bool MakesClusters() => Folders("staging").Any(folder => Path.GetFileName(folder).StartsWith("clusters-", StringComparison.Ordinal));

    bool HasClusters() => Folders("clusters").Any();

    IEnumerable<string> Folders(string below) => Path.Combine(_workshop.Root, "r", below) is var folder && Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder) : [];

    SortedDictionary<string, string> Clusters() => RunFolderReader.Files(_workshop, "clusters");

    // Six subjects, each a direction of its own with some scatter.
    void WritePool(string endpoint)
    {
        var (rows, vectors) = (new StringBuilder(), new StringBuilder());
        for (var number = 0; number < Questions; number++)
        {
            var question = $"Question {number} about subject {number % 6}?";
            rows.AppendLine(JsonSerializer.Serialize(new { question, answer = "1", trace = "<think>so</think>1" }));
            var embedding = Enumerable.Range(0, 8).Select(at => (at == number % 6 ? 1 : 0) + (0.001 * (number * (at + 3) % 17)));
            vectors.AppendLine(JsonSerializer.Serialize(new { question, model = Model, embedding }));
        }

        _workshop.Write("traces.jsonl", rows.ToString());
        _workshop.Write("vectors.jsonl", vectors.ToString());
        _workshop.Write("spec.yaml", $$"""
            run: r
            shards: 2
            source:
              path: traces.jsonl
              columns: {question: question, reference: answer, responses: [{role: teacher, model: t, content: trace}]}
            endpoints: [{{endpoint}}]
            models: {e: {model: {{Model}}, task: embed} }
            roles: {embedder: e}
            annotate: [answer, {clusters: {k: 6, seed: 9} }]
            selections: [{name: even, recipe: semantics, size: 60}]
            """);
    }
}
