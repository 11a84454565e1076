using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Cli.Commands;
using NaturalThoughts.Cluster.Cleaning;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;

namespace NaturalThoughts.Cli.Tests.Commands;

public sealed class ProgressLineTests
{
    readonly FakeTimeProvider _time = new();

    [Fact]
    public void Of_FirstLook_NamesNoRate() =>
        Assert.Equal("Traces: 0 of 100 questions (0.0 %), 0 responses", new ProgressLine(_time).Of(Status(0)));

    [Fact]
    public void Of_AfterAWhile_NamesRateAndWhatIsLeft()
    {
        var line = new ProgressLine(_time);
        line.Of(Status(10));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Contains("5.0/s, 8.0 s left", line.Of(Status(60)));
    }

    [Fact]
    public void Of_ResponsesComeBeforeQuestionsEnd_ReckonsByThem()
    {
        var line = new ProgressLine(_time);
        line.Of(Asked(0));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Contains("50 responses, 5.0/s, 40 s left", line.Of(Asked(50)));
    }

    [Fact]
    public void Of_StandingStill_PromisesNothing()
    {
        var line = new ProgressLine(_time);
        line.Of(Status(10));
        for (var i = 0; i < 100; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.DoesNotContain("left", line.Of(Status(10)));
        }
    }

    [Fact]
    public void Of_FasterThanBefore_CountsTheLastMinuteOnly()
    {
        var line = new ProgressLine(_time);
        line.Of(Status(0));
        for (var second = 0; second < 120; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            line.Of(Status(0));
        }

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Contains("1.0/s", line.Of(Status(60)));
    }

    [Fact]
    public void News_QuickRun_SaysEveryPhaseOnce()
    {
        var line = new ProgressLine(_time);
        Assert.Empty(line.News(Status(0) with { Phase = RunPhase.Loading }));
        Assert.Equal(2, line.News(Status(100) with { Phase = RunPhase.Done }).Count());
        Assert.Empty(line.News(Status(100) with { Phase = RunPhase.Done }));
    }

    [Fact]
    public void Of_Cleaning_SaysHowFarItIs()
    {
        var line = new ProgressLine(_time);
        Assert.Equal("Cleaning: beginning", line.Of(Cleaning(null)));
        Assert.Equal("Cleaning: 1,200 of 5,000 questions read", line.Of(Cleaning(new(1_200, 5_000, 0, 30))));
        Assert.Equal("Cleaning: near duplicates, round 7 of 30", line.Of(Cleaning(new(5_000, 5_000, 7, 30))));
    }

    [Fact]
    public void News_CleaningIsOver_SaysWhatWasRemoved()
    {
        var line = new ProgressLine(_time);
        var removed = ImmutableSortedDictionary<string, long>.Empty.Add("contaminated", 3).Add("near-duplicate", 1_000);
        Assert.Equal(["Intake: 0 rows read, 100 questions"], line.News(Cleaning(null)));
        Assert.Equal(
            ["Cleaning: 3 contaminated, 1,000 near-duplicate removed"],
            line.News(new() { Run = "r", Phase = RunPhase.Traces, Counts = new() { Unique = 100, Removed = removed } }));
    }

    static RunStatus Cleaning(CleaningProgress? progress) =>
        new() { Run = "r", Phase = RunPhase.Cleaning, Cleaning = progress, Counts = new() { Unique = 100 } };

    static RunStatus Asked(long responses)
    {
        var counts = new ShardCounts
        {
            Unique = 100, Sealed = responses / 50,
            Responses = ImmutableSortedDictionary<string, long>.Empty.Add("teacher t", responses),
        };
        return new() { Run = "r", Phase = RunPhase.Traces, ResponsesPerQuestion = 2, Counts = counts };
    }

    static RunStatus Status(long @sealed) =>
        new() { Run = "r", Phase = RunPhase.Traces, Counts = new() { Unique = 100, Sealed = @sealed } };
}
