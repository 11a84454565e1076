using NaturalThoughts.Core.Facts;
using NaturalThoughts.ModelServers;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Survival;

public sealed class DrainTests
{
    const int Questions = 300;
    const int Slots = 8;

    static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Serve_ToldToEndWhileAnotherWorks_LosesNoResponseAndGetsNoMore()
    {
        var server = new ModelServerOptions
        {
            Models = ["teach"], ReasoningTokens = new(50, 400),
            Settings = new() { Latency = TimeSpan.FromMilliseconds(400), Slots = Slots },
        };
        await using var trial = await ClusterTrial.StartAsync([server, server], silos: 2, "Drain:Grace=60s");
        await trial.WriteAsync("questions.jsonl", Trial.Questions(Questions));
        using var curate = trial.Command(1, "curate", await trial.WriteAsync("spec.yaml", Trial.Spec(trial.Run)));
        var leaver = trial.Servers[0];
        await trial.UntilAsync(seen => seen.Sealed > 40 && leaver.Counts().Running > 0, Longest);

        var before = leaver.Counts();
        Assert.Equal(0, await trial.Silos[0].EndAsync());
        var after = leaver.Counts();
        var committed = (await trial.FactsAsync()).OfType<ResponseFact>().ToList();
        var left = trial.Silos[0].Said.Split('\n').First(line => line.Contains("Left after", StringComparison.Ordinal));
        Trial.Say($"{before.Running} in flight when told, {after.Total.Tries - before.Total.Tries} begun since, "
            + $"{committed.Count} committed at its end; {left}");
        Assert.InRange(committed.Count, 1, Questions - 1);
        Assert.Equal(after.Total.Completed, committed.Count(fact => fact.Response.Endpoint == $"{leaver.Address}/v1"));
        Assert.Equal(0, after.Total.Broken);
        // Those that ended before the word came had others after them.
        Assert.InRange(after.Total.Tries - before.Total.Tries, 0, 4 * Slots);

        await trial.UntilAsync(seen => seen.Phase == "done", Longest);
        Assert.Equal(0, await curate.EndAsync());
        Assert.Equal(after.Total.Tries, leaver.Counts().Total.Tries);
        Assert.Equal(Questions, trial.Ledger.Times.Count);
        Assert.All(trial.Ledger.Times, asked => Assert.Equal(1, asked.Value));
        Assert.Equal(Questions, (await RunLog.SoundFactsAsync(trial.Root, trial.Run)).OfType<ResponseFact>().Count());
    }
}
