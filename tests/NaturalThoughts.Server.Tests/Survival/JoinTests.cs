using System.Diagnostics;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.ModelServers;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Survival;

public sealed class JoinTests
{
    const int Questions = 280;

    static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Curate_ModelThatNobodyServes_IsNamedAndWaitsForTheSiloThatBringsIt()
    {
        var server = new ModelServerOptions
        {
            Models = ["teach"], ReasoningTokens = new(50, 200), Settings = new() { Latency = TimeSpan.FromMilliseconds(400), Slots = 8 },
        };
        await using var trial = await ClusterTrial.StartAsync([server, server with { Models = ["teach", "base"] }], silos: 1);
        await trial.WriteAsync("questions.jsonl", Trial.Questions(Questions));
        var spec = await trial.WriteAsync("spec.yaml", Trial.Spec(trial.Run).Replace("roles: {teacher: t}", """
              b: {model: base, temperature: 0}
            roles: {teacher: t, baseline: b}
            """, StringComparison.Ordinal));
        using var curate = trial.Command(0, "curate", spec);
        var alone = await trial.UntilAsync(seen => seen.Said.Contains("\"unserved\":[\"base\"]", StringComparison.Ordinal)
            && trial.Servers[0].Counts().Total.Completed > 20, Longest);
        // However long all that takes, some is left for the silo that comes.
        var pace = trial.Servers[0].Settings;
        trial.Servers[0].Settings = pace with { Latency = TimeSpan.FromSeconds(10) };
        Assert.Equal(("traces", 0), (alone.Phase, alone.Sealed));
        using (var status = trial.Command(0, "status", trial.Run))
        {
            Assert.Equal(0, await status.EndAsync());
            Assert.Contains("nobody serves base", status.Said, StringComparison.Ordinal);
        }

        await trial.JoinAsync();
        var (clock, before) = (Stopwatch.StartNew(), trial.Servers[0].Counts().Total.Completed);
        while (trial.Servers[1].Counts().Total.Tries == 0) await Task.Delay(10, TestContext.Current.CancellationToken);
        trial.Servers[0].Settings = pace;
        var meanwhile = trial.Servers[0].Counts().Total.Completed - before;
        Trial.Say($"a silo that joined had its first request {clock.Elapsed.TotalSeconds:0.0} s after it was ready; "
            + $"the other answered {meanwhile} meanwhile");
        await trial.UntilAsync(seen => seen.Phase == "done", Longest);

        Assert.Equal(0, await curate.EndAsync());
        Assert.InRange(meanwhile, 0, 100);
        var responses = (await RunLog.SoundFactsAsync(trial.Root, trial.Run)).OfType<ResponseFact>().Select(fact => fact.Response).ToList();
        Assert.Equal(Questions, responses.Count(response => response.Model == "base"));
        Assert.Equal(2, responses.Where(response => response.Model == "teach").Select(response => response.Endpoint).Distinct().Count());
        Assert.All(trial.Ledger.Times, asked => Assert.Equal(1, asked.Value));
    }
}
