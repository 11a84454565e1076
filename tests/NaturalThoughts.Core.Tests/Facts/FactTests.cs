using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Core.Tests.Facts;

public sealed class FactTests
{
    static readonly Digest Request = Digest.Of("request");

    [Fact]
    public void Key_OfACopyWithAnotherPart_IsItsOwn()
    {
        var first = Sample.Response(0, Request);
        var key = first.Key;

        var second = first with { Response = first.Response with { Sample = 1 } };

        Assert.Equal(TraceId.Of(second.Question, Request, 1), second.Trace);
        Assert.NotEqual(key, second.Key);
    }

    [Fact]
    public void Equals_OneWasAskedForItsKey_AreEqual()
    {
        var (asked, other) = (Sample.Response(0, Request), Sample.Response(0, Request));
        _ = asked.Key;

        Assert.Equal(asked, other);
        Assert.Equal(asked.GetHashCode(), other.GetHashCode());
        Assert.NotEqual<Fact>(asked, Sample.Response(1, Request));
    }

    [Fact]
    public void WithoutTexts_AnyResponse_KeepsKeyAndAllElse()
    {
        var response = Sample.Response(0, Request);
        _ = response.Key;
        var expected = response with { Response = response.Response with { Content = null, Reasoning = null } };

        var bare = response.WithoutTexts();

        Assert.Equal(expected, bare);
        Assert.Equal(expected.Key, bare.Key);
    }
}
