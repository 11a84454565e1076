using System.Diagnostics;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.ModelServers;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Survival;

[Collection(Timed.Name)]
public sealed class BackpressureTests
{
    const int Questions = 1200;
    const int Slots = 8;

    // How often one more than what is known to work is tried.
    static readonly TimeSpan Probing = TimeSpan.FromSeconds(30);

    static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Curate_ServerWithFewSlots_IsKeptBusyAndHardlyEverAskedTooMuch()
    {
        var server = new ModelServerOptions
        {
            Models = ["teach"], ReasoningTokens = new(50, 200),
            Settings = new() { Latency = TimeSpan.FromMilliseconds(250), Slots = Slots, RetryAfter = TimeSpan.FromSeconds(5) },
        };
        await using var trial = await ClusterTrial.StartAsync([server], silos: 1);
        await trial.WriteAsync("questions.jsonl", Trial.Questions(Questions));
        using var curate = trial.Command(0, "curate", await trial.WriteAsync("spec.yaml", Trial.Spec(trial.Run)));
        var clock = Stopwatch.StartNew();
        // It has found out how many the server takes.
        await trial.UntilAsync(seen => seen.Sealed > Questions / 10, Longest);
        var (from, before) = (clock.Elapsed, trial.Servers[0].Counts());
        await trial.UntilAsync(seen => seen.Sealed > Questions * 95 / 100, Longest);
        var (to, after) = (clock.Elapsed, trial.Servers[0].Counts());
        await trial.UntilAsync(seen => seen.Phase == "done", Longest);

        var busy = (after.Busy - before.Busy) / ((to - from) * Slots);
        var refused = after.Total.Refused - before.Total.Refused;
        Trial.Say($"busy {busy:P1} of {to - from:s\\.f} s; {after.Total.Completed - before.Total.Completed} completions; "
            + $"{before.Total.Refused} requests too many before, {refused} since");
        Assert.InRange(busy, Timed.Busy, 1.001);
        Assert.InRange(refused, 0, (int)((to - from) / Probing) + 1);
        Assert.Equal(Slots, after.HighestRunning);
        Assert.Equal(0, await curate.EndAsync());
        Assert.Equal(Questions, (await trial.FactsAsync()).OfType<ResponseFact>().Count());
    }
}
