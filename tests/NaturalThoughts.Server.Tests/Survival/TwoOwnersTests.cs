using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.ModelServers;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Survival;

/// <summary>Two processes that know nothing of each other work on one run.</summary>
public sealed class TwoOwnersTests : IDisposable
{
    const int Questions = 300;
    const string Run = "shared";
    static readonly TimeSpan Latency = TimeSpan.FromMinutes(1);

    const string Asks = """
        selections: [{name: all, recipe: random, seed: 7}, {name: long, recipe: long, size: 100}]
        datasets: [{name: all, selection: all}, {name: long, selection: long, mix: {system2: 0.4}}]
        """;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-owners-");

    string Root => Path.Combine(_folder.FullName, "runs");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Serve_TwoThatFormNoClusterOnOneRun_EveryFactOnceAndTheSameDatasets()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "questions.jsonl"), Trial.Questions(Questions));
        var options = new ModelServerOptions { Models = ["teach"], ReasoningTokens = new(50, 400), Settings = new() { Latency = Latency } };
        // What a server is asked waits for its clock, so that how fast each process is says nothing about who commits.
        var (oneClock, twoClock) = (new FakeTimeProvider(), new FakeTimeProvider());
        await using var one = await ModelServer.StartAsync(options, oneClock);
        await using var two = await ModelServer.StartAsync(options, twoClock);
        using var first = await ServeAsync(one);
        using var second = await ServeAsync(two);

        await first.CurateAsync(_folder.FullName, Trial.Spec(Run, Asks));
        await second.CurateAsync(_folder.FullName, Trial.Spec(Run, Asks));
        await UntilAsync(first, () => Task.FromResult(one.Counts().Running > 0 && two.Counts().Running > 0));
        // The first has as many answers as it asked for at once, then none until the second has committed one.
        await UntilAsync(first, () => Task.FromResult(one.Counts().Total.Completed > 0), oneClock);
        await UntilAsync(first, () => HasCommittedAsync(one));
        await UntilAsync(second, () => HasCommittedAsync(two), twoClock);
        foreach (var owner in new[] { first, second })
            Assert.Equal("done", (await owner.UntilAsync(Run, Ended)).Phase);

        var facts = await RunLog.SoundFactsAsync(Root, Run);
        var committed = facts.OfType<ResponseFact>().GroupBy(fact => $"{fact.Response.Endpoint}")
            .ToDictionary(from => from.Key, from => from.Count());
        Trial.Say($"{one.Counts().Total.Completed} and {two.Counts().Total.Completed} generated, "
            + $"{string.Join(" and ", committed.Values)} committed of {Questions}");
        Assert.Equal(2, committed.Count);
        Assert.Equal(Questions, committed.Values.Sum());
        Assert.All([one, two], server => Assert.Equal(0, server.Counts().CompletedAgain));
        one.Settings = one.Settings with { Latency = TimeSpan.Zero };
        await AreThoseOfACalmRunAsync(facts.Select(fact => fact.Key), one);

        bool Ended(RunSeen seen)
        {
            Answer(oneClock, twoClock);
            return seen.Phase is "done" or "failed";
        }
    }

    static void Answer(params FakeTimeProvider[] clocks)
    {
        foreach (var clock in clocks) clock.Advance(Latency);
    }

    // Waits, and has the servers of the clocks answer what they were asked so far, again and again.
    static Task UntilAsync(ServeProcess owner, Func<Task<bool>> look, params FakeTimeProvider[] clocks) =>
        owner.Program.UntilAsync(async () =>
        {
            if (await look()) return "seen";
            Answer(clocks);
            return null;
        });

    async Task<bool> HasCommittedAsync(ModelServer server) => (await RunLog.FactsAsync(Root, Run)).OfType<ResponseFact>()
        .Any(fact => fact.Response.Endpoint == $"{server.Address}/v1");

    async Task AreThoseOfACalmRunAsync(IEnumerable<Core.Identity.Digest> keys, ModelServer server)
    {
        var calm = Path.Combine(_folder.FullName, "calm");
        var spec = Path.Combine(_folder.FullName, "calm.yaml");
        await File.WriteAllTextAsync(spec, Trial.Spec(Run, $"{Asks}\nendpoints: [{server.Address}/v1]"));
        var (exitCode, said) = await CommandProcess.RunAsync(
            _folder.FullName, new Dictionary<string, string>(), "curate", spec, "--root", calm);
        Assert.True(exitCode == 0, said);

        Assert.Equal((await RunLog.FactsAsync(calm, Run)).Select(fact => fact.Key).Order(), keys.Order());
        var files = Trial.FilesOf(Path.Combine(Root, Run, "datasets"));
        Assert.NotEmpty(files);
        Assert.Equal(Trial.FilesOf(Path.Combine(calm, Run, "datasets")), files);
    }

    Task<ServeProcess> ServeAsync(ModelServer server) => ServeProcess.StartAsync(
        Root, null, "--set", $"Http:Folders={_folder.FullName}", "--set", $"Inference:Endpoints={server.Address}/v1");
}
