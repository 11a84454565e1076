using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;

namespace NaturalThoughts.Cluster.Tests.Runs;

public sealed class PaceTests
{
    readonly FakeTimeProvider _time = new();

    [Fact]
    public void Note_TwoLooks_GivesRateAndWhatIsLeft()
    {
        var pace = new Pace(_time);
        pace.Note(Status(RunPhase.Traces, 10));
        Assert.Null(pace.PerSecond);
        _time.Advance(TimeSpan.FromSeconds(10));
        pace.Note(Status(RunPhase.Traces, 60));
        Assert.Equal(5, pace.PerSecond);
        Assert.Equal(TimeSpan.FromSeconds(8), pace.Left);
    }

    [Fact]
    public void Note_AnotherPhase_BeginsAnew()
    {
        var pace = new Pace(_time);
        pace.Note(Status(RunPhase.Traces, 10));
        _time.Advance(TimeSpan.FromSeconds(10));
        pace.Note(Status(RunPhase.Selecting, 60));
        Assert.Null(pace.PerSecond);
        Assert.Null(pace.Left);
    }

    static RunStatus Status(RunPhase phase, long done) =>
        new() { Run = "r", Phase = phase, Counts = new ShardCounts { Questions = 100, Unique = 100, Sealed = done } };
}
