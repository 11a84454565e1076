using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Server.Api.Resources;

namespace NaturalThoughts.Server.Tests.Api;

public sealed class IdempotencyKeysTests
{
    static readonly Digest One = Digest.Of("one");
    static readonly Digest Other = Digest.Of("other");

    [Fact]
    public void Admits_AnotherRequestADayLater_AsTheKeyIsForgotten()
    {
        var time = new FakeTimeProvider();
        var keys = new IdempotencyKeys(time);

        Assert.True(keys.Admits("k", One));
        time.Advance(TimeSpan.FromHours(23));
        Assert.True(keys.Admits("k", One));
        Assert.False(keys.Admits("k", Other));
        time.Advance(TimeSpan.FromHours(1));
        Assert.True(keys.Admits("k", Other));
    }

    [Fact]
    public void Admits_ManyKeys_ForgetsTheOldest()
    {
        var keys = new IdempotencyKeys(new FakeTimeProvider());
        for (var number = 0; number < 10_002; number++) Assert.True(keys.Admits($"{number}", One));

        Assert.True(keys.Admits("0", Other));
        Assert.False(keys.Admits("9999", Other));
    }
}
