using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Cluster.Tests.Runs;

public sealed class RunGaugesTests : IDisposable
{
    static readonly string[] Names = ["phase", "progress", "eta", "questions", "last_progress", "tokens.spent", "tokens.budget"];

    readonly FakeTimeProvider _time = new(new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
    readonly Heard _heard = new();
    readonly string _run = $"run-{Guid.NewGuid():N}";
    readonly RunGauges _gauges;

    public RunGaugesTests() => _gauges = new(_run, _time);

    public void Dispose()
    {
        _gauges.Dismiss();
        _heard.Dispose();
    }

    [Fact]
    public void Note_RunAtWork_IsToldAsItIs()
    {
        Note(RunPhase.Traces, Counts(20));
        _time.Advance(TimeSpan.FromSeconds(10));
        Note(RunPhase.Traces, Counts(40));

        Assert.Equal([("phase=traces", 1)], Told("phase"));
        Assert.Equal([("", 0.4)], Told("progress"));
        Assert.Equal([("", 30)], Told("eta"));
        Assert.Equal([("state=open", 57), ("state=sealed", 40), ("state=stuck", 3)], Told("questions"));
        Assert.Equal([("", 280)], Told("tokens.spent"));
        Assert.Equal([("", 1000)], Told("tokens.budget"));
    }

    [Fact]
    public void Note_NothingMoves_LastProgressStaysWhereItWas()
    {
        Note(RunPhase.Traces, Counts(20));
        var begun = _time.GetUtcNow().ToUnixTimeSeconds();
        _time.Advance(TimeSpan.FromMinutes(3));
        Note(RunPhase.Traces, Counts(20));
        Assert.Equal([("", begun)], Told("last_progress"));
        Note(RunPhase.Traces, Counts(21));
        Assert.Equal([("", begun + 180)], Told("last_progress"));
        _time.Advance(TimeSpan.FromMinutes(1));
        Note(RunPhase.Selecting, Counts(21));
        Assert.Equal([("", begun + 240)], Told("last_progress"));
        _time.Advance(TimeSpan.FromMinutes(1));
        _gauges.Note(new() { Run = _run, Phase = RunPhase.Selecting, Counts = Counts(21), RowsRead = 5 }, counted: true);
        Assert.Equal([("", begun + 300)], Told("last_progress"));
    }

    [Fact]
    public void Note_CountsAndPaceUnknownAndNoBudget_SaysNothingOfThem()
    {
        _gauges.Note(new() { Run = _run, Phase = RunPhase.Loading }, counted: false);
        Assert.Equal(["last_progress", "phase"], Names.Where(name => Told(name).Any()).Order());
    }

    [Theory]
    [InlineData(RunPhase.Done)]
    [InlineData(RunPhase.Failed)]
    [InlineData(RunPhase.Cancelled)]
    [InlineData(RunPhase.Idle)]
    public void Note_RunHasEnded_IsToldForFiveMinutesMore(RunPhase end)
    {
        Assert.True(Note(RunPhase.Traces, Counts(99)));
        Assert.True(Note(end, Counts(100)));
        _time.Advance(TimeSpan.FromSeconds(299));
        Assert.True(Note(end, Counts(100)));
        Assert.All(Names.Except(["eta"]), name => Assert.NotEmpty(Told(name)));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(Note(end, Counts(100)));
        Assert.All(Names, name => Assert.Empty(Told(name)));

        // Begun again.
        Assert.True(Note(RunPhase.Loading, Counts(100)));
        Assert.Equal([("phase=loading", 1)], Told("phase"));
    }

    [Fact]
    public void Note_RunIsPaused_IsToldForGood()
    {
        Note(RunPhase.Paused, Counts(20));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.True(Note(RunPhase.Paused, Counts(20)));
        Assert.Equal([("phase=paused", 1)], Told("phase"));
    }

    [Fact]
    public void Dismiss_RunGoesElsewhere_IsNotTold()
    {
        Note(RunPhase.Traces, Counts(20));
        _gauges.Dismiss();
        Assert.All(Names, name => Assert.Empty(Told(name)));
    }

    bool Note(RunPhase phase, ShardCounts counts) =>
        _gauges.Note(new() { Run = _run, Phase = phase, Counts = counts, Budget = 1000 }, counted: true);

    // Three of the open ones are stuck.
    static ShardCounts Counts(long done) =>
        new() { Questions = 100, Unique = 100, Sealed = done, Open = 100 - done, Stuck = 3, Spent = 7 * done };

    IEnumerable<(string, double)> Told(string name) => _heard.Now($"run.{name}", $"run={_run}")
        .Select(said => (said.Key.Replace($"run={_run}", "").Trim(), said.Value));
}
