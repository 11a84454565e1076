using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Inference.Pool;

namespace NaturalThoughts.Inference.Tests.Pool;

public sealed class AdaptiveLimitTests
{
    readonly FakeTimeProvider _time = new();
    readonly PoolOptions _options = new() { StartSlots = 4, MaxSlots = 6 };

    [Fact]
    public void Throttled_InFlight_OneLess()
    {
        var limit = new AdaptiveLimit(_options, _time, slots: 16);

        limit.Throttled(inFlight: 10);

        Assert.Equal(9, limit.Current);
    }

    [Fact]
    public void Throttled_OneInFlight_NeverBelowOne()
    {
        var limit = new AdaptiveLimit(_options, _time, slots: 16);

        limit.Throttled(inFlight: 1);

        Assert.Equal(1, limit.Current);
    }

    [Fact]
    public void Probe_SaturatedForHalfAMinute_OneMore()
    {
        var limit = new AdaptiveLimit(_options, _time, slots: 16);
        limit.Throttled(inFlight: 10);
        limit.Taken(inFlight: 9);

        limit.Probe();
        Assert.Equal(9, limit.Current);

        _time.Advance(TimeSpan.FromSeconds(30));
        limit.Probe();
        Assert.Equal(10, limit.Current);
    }

    [Fact]
    public void Probe_PlacesToSpare_StaysAsItIs()
    {
        var limit = new AdaptiveLimit(_options, _time, slots: 16);
        limit.Throttled(inFlight: 10);
        limit.Taken(inFlight: 3);

        _time.Advance(TimeSpan.FromMinutes(5));
        limit.Probe();

        Assert.Equal(9, limit.Current);
    }

    [Fact]
    public void Succeeded_NoSlotsGiven_GrowsUntilTheMost()
    {
        var limit = new AdaptiveLimit(_options, _time, slots: null);

        for (var i = 0; i < 9; i++)
        {
            limit.Taken(limit.Current);
            limit.Succeeded(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(6, limit.Current);
    }

    [Fact]
    public void Succeeded_LateFirstToken_NoLongerGrowsBySuccess()
    {
        var limit = new AdaptiveLimit(_options, _time, slots: null);
        limit.Succeeded(TimeSpan.FromSeconds(11));

        limit.Taken(4);
        limit.Succeeded(TimeSpan.FromSeconds(1));

        Assert.Equal(4, limit.Current);
    }

    [Fact]
    public void Silent_Halves()
    {
        var limit = new AdaptiveLimit(_options, _time, slots: 12);

        limit.Silent();

        Assert.Equal(6, limit.Current);
    }
}
