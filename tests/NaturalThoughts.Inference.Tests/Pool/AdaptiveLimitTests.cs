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

        limit.Throttled(inFlight: 10, begun: 10);

        Assert.Equal(9, limit.Current);
    }

    [Fact]
    public void Throttled_OneInFlight_NeverBelowOne()
    {
        var limit = new AdaptiveLimit(_options, _time, slots: 16);

        limit.Throttled(inFlight: 1, begun: 1);

        Assert.Equal(1, limit.Current);
    }

    [Fact]
    public void Probe_SaturatedForHalfAMinute_OneMore()
    {
        var limit = new AdaptiveLimit(_options, _time, slots: 16);
        limit.Throttled(inFlight: 10, begun: 10);
        limit.Taken(inFlight: 9);

        limit.Probe();
        Assert.Equal(9, limit.Current);

        _time.Advance(TimeSpan.FromSeconds(30));
        limit.Probe();
        Assert.Equal(10, limit.Current);
    }

    [Fact]
    public void Throttled_TheOneThatWasAdded_BackToWhatItTookAndNoMore()
    {
        var limit = Probed();

        // Others have ended or begun meanwhile.
        Assert.True(limit.Throttled(inFlight: 7, begun: 10));
        Assert.Equal(9, limit.Current);
        Assert.True(limit.Throttled(inFlight: 10, begun: 10));
        Assert.Equal(9, limit.Current);
    }

    [Fact]
    public void Throttled_WithinWhatItTook_OneLess()
    {
        var limit = Probed();

        Assert.False(limit.Throttled(inFlight: 9, begun: 9));
        Assert.Equal(8, limit.Current);
        Assert.False(limit.Throttled(inFlight: 10, begun: 10));
        Assert.Equal(7, limit.Current);
    }

    [Fact]
    public void Probe_WhatWasAddedIsTaken_IsProvenWithTheNext()
    {
        var limit = Probed();
        limit.Taken(inFlight: 10);
        _time.Advance(TimeSpan.FromSeconds(30));
        limit.Probe();
        Assert.Equal(11, limit.Current);

        Assert.True(limit.Throttled(inFlight: 11, begun: 11));

        Assert.Equal(10, limit.Current);
    }

    [Fact]
    public void Probe_PlacesToSpare_StaysAsItIs()
    {
        var limit = new AdaptiveLimit(_options, _time, slots: 16);
        limit.Throttled(inFlight: 10, begun: 10);
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

    // It took 9, and may be sent 10.
    AdaptiveLimit Probed()
    {
        var limit = new AdaptiveLimit(_options, _time, slots: 16);
        limit.Throttled(inFlight: 10, begun: 10);
        limit.Taken(inFlight: 9);
        _time.Advance(TimeSpan.FromSeconds(30));
        limit.Probe();
        return limit;
    }
}
