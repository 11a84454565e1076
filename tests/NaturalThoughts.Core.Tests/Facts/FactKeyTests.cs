using System.Globalization;
using CsCheck;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Tests.Facts;

/// <summary>A fact keeps its key once it was made; nothing can be seen of that.</summary>
public sealed class FactKeyTests
{
    static readonly ReopenFact Fact = new() { Question = QuestionId.Of("q"), Trace = new(7), Number = 1 };

    [Fact]
    public void Key_CopyThatIsAnotherFact_IsItsOwn()
    {
        var key = Fact.Key;
        var other = Fact with { Number = 2 };
        Assert.Equal(Digest.Of("reopen", other.Trace.ToString(), "2"), other.Key);
        Assert.NotEqual(key, other.Key);
    }

    [Fact]
    public void Equals_OneHasMadeItsKeyAndTheOtherNot_AreEqual()
    {
        _ = Fact.Key;
        var same = new ReopenFact { Question = Fact.Question, Trace = Fact.Trace, Number = Fact.Number };
        Assert.Equal(Fact, same);
        Assert.Equal(Fact.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(Fact, same with { Number = 3 });
    }

    [Fact]
    public void ToString_AnyDigest_IsItsValueIn32HexDigits() => Gen.Select(Gen.ULong, Gen.ULong).Sample((high, low) =>
    {
        var value = new UInt128(high, low);
        Assert.Equal(value.ToString("x32", CultureInfo.InvariantCulture), new Digest(value).ToString());
    });
}
