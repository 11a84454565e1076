using NaturalThoughts.Core.Facts;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.ModelServers;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Survival;

/// <summary>A silo that others took for dead comes back with work of its own.</summary>
public sealed class ZombieTests
{
    const int Questions = 600;

    static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Serve_WokenAfterOthersTookItsShards_AddsNothingWrongAndBeginsNothingThatIsDone()
    {
        var server = new ModelServerOptions
        {
            Models = ["teach"], ReasoningTokens = new(50, 400), Settings = new() { Latency = TimeSpan.FromMilliseconds(500), Slots = 12 },
        };
        await using var trial = await ClusterTrial.StartAsync([server, server], silos: 2, "Drain:Grace=5s");
        await trial.WriteAsync("questions.jsonl", Trial.Questions(Questions));
        using var curate = trial.Command(1, "curate", await trial.WriteAsync("spec.yaml", Trial.Spec(trial.Run, "shards: 8")));
        await trial.UntilAsync(seen => seen.Sealed > 40, Longest);

        var zombie = trial.Silos[0];
        zombie.Stop();
        await trial.LoseAsync(zombie);
        var sizes = Sizes(trial);
        await trial.UntilAsync(_ => Sizes(trial).Zip(sizes).All(shard => shard.First > shard.Second), Longest);
        var (done, asked) = (await trial.CommittedAsync(), trial.Ledger.Times);
        zombie.Continue();
        await trial.UntilAsync(seen => seen.Phase == "done", Longest);
        Assert.Equal(0, await curate.EndAsync());

        var (facts, times) = (await RunLog.SoundFactsAsync(trial.Root, trial.Run), trial.Ledger.Times);
        Trial.Say($"{done.Count} of {Questions} committed when it woke; {zombie.Restarts} restarts; {times.Values.Sum()} generated, "
            + $"{trial.Ledger.Lost} in flight at losses");
        Assert.InRange(done.Count, 41, Questions - 1);
        Assert.Equal(1, zombie.Restarts);
        Assert.DoesNotContain(done, one => times[one] > asked[one]);
        Assert.Empty(trial.Ledger.Unexcused);
        Assert.Equal(Questions, facts.OfType<ResponseFact>().Count());
        Assert.Empty(facts.OfType<AttemptFact>());
        Assert.Equal(Questions, facts.OfType<SealFact>().Select(seal => seal.Question).Distinct().Count());
    }

    // A shard whose silo is stopped grows again when another one has it.
    static List<int> Sizes(ClusterTrial trial) =>
    [
        .. Enumerable.Range(0, 8).Select(RunFolder.Of(trial.Root, trial.Run).Value!.Shard)
            .Select(shard => Directory.EnumerateFiles(shard, "*.zst").Count()),
    ];
}
