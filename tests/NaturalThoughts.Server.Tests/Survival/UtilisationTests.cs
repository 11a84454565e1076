using System.Diagnostics;
using NaturalThoughts.ModelServers;
using NaturalThoughts.ModelServers.Counting;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Survival;

[Collection(Timed.Name)]
public sealed class UtilisationTests
{
    const int Questions = 1300;

    static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Curate_TwoSilosOfUnequalSpeed_BothAreKeptBusy()
    {
        var slow = new ModelServerOptions
        {
            Models = ["teach"], ReasoningTokens = new(50, 200), Settings = new() { Latency = TimeSpan.FromMilliseconds(800), Slots = 8 },
        };
        var fast = slow with { Settings = slow.Settings with { Slots = 32 } };
        await using var trial = await ClusterTrial.StartAsync([slow, fast], silos: 2);
        await trial.WriteAsync("questions.jsonl", Trial.Questions(Questions));
        using var curate = trial.Command(0, "curate", await trial.WriteAsync("spec.yaml", Trial.Spec(trial.Run)));
        var clock = Stopwatch.StartNew();
        // The limits are found out, and the end is not near.
        await trial.UntilAsync(seen => seen.Sealed > Questions / 5, Longest);
        var (from, before) = (clock.Elapsed, Counts(trial));
        await trial.UntilAsync(seen => seen.Sealed > Questions * 9 / 10, Longest);
        var (to, after) = (clock.Elapsed, Counts(trial));

        var completed = after.Zip(before, (now, then) => now.Total.Completed - then.Total.Completed).ToList();
        var times = after.Zip(before, (now, then) => now.Busy - then.Busy).ToList();
        var busy = times.Zip([8, 32], (time, slots) => time / ((to - from) * slots)).ToList();
        // What both could do: as many at once as they have slots, each for as long as one took.
        var possible = 40 * completed.Sum() / times.Sum(time => time.TotalSeconds);
        var done = completed.Sum() / (to - from).TotalSeconds;
        Trial.Say($"{done:0.0} completions a second of {possible:0.0} possible ({done / possible:P1}); "
            + $"{completed[0]} and {completed[1]} in {to - from:s\\.f} s, busy {busy[0]:P1} and {busy[1]:P1}");
        Assert.InRange(done / possible, Timed.Busy, 1.001);
        await trial.UntilAsync(seen => seen.Phase == "done", Longest);
        Assert.Equal(0, await curate.EndAsync());
    }

    static List<CountsSnapshot> Counts(ClusterTrial trial) => [.. trial.Servers.Select(server => server.Counts())];
}
