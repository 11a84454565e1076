using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Cluster.Silos;

namespace NaturalThoughts.Cluster.Tests.Silos;

public sealed class SiloStandingTests
{
    static readonly TimeSpan TooLong = SiloStanding.Away + TimeSpan.FromMilliseconds(1);

    readonly FakeTimeProvider _time = new();
    readonly SiloStanding _standing;

    public SiloStandingTests() => _standing = new(_time);

    [Fact]
    public void MayBegin_NobodyLooks_Always()
    {
        _time.Advance(TimeSpan.FromDays(1));
        Assert.True(_standing.MayBegin);
    }

    [Fact]
    public void MayBegin_WasAway_OnlyOnceItIsKnownToBeAMember()
    {
        _standing.Note(true);
        _time.Advance(TooLong);
        Assert.False(_standing.MayBegin);
        _standing.Note(true);
        Assert.True(_standing.MayBegin);
    }

    [Fact]
    public void MayBegin_WasAwayAndNobodyCanSay_NotBeforeSomebodyCan()
    {
        _standing.Note(true);
        _time.Advance(TooLong);
        _standing.Note(null);
        Assert.False(_standing.MayBegin);
        _standing.Note(true);
        Assert.True(_standing.MayBegin);
    }

    [Fact]
    public void MayBegin_TableCannotBeRead_GoesOn()
    {
        _standing.Note(true);
        for (var second = 0; second < 60; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _standing.Note(null);
        }

        Assert.True(_standing.MayBegin);
    }

    [Fact]
    public void MayBegin_RowIsGone_NotUntilItIsBack()
    {
        _standing.Note(true);
        _standing.Note(false);
        Assert.False(_standing.MayBegin);
        _standing.Note(null);
        Assert.False(_standing.MayBegin);
        _standing.Note(true);
        Assert.True(_standing.MayBegin);
    }

    [Fact]
    public void MayBegin_ClockWasSetBack_AsksFirst()
    {
        _standing.Note(true);
        _time.AdjustTime(_time.GetUtcNow() - TooLong);
        Assert.False(_standing.MayBegin);
    }
}
