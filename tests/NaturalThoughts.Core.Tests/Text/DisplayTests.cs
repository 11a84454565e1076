using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Core.Tests.Text;

public sealed class DisplayTests
{
    [Fact]
    public void Line_LongText_IsCutBetweenLetters() => Assert.Equal("ab…", Display.Line("ab😀cd", 4));

    [Theory]
    [InlineData(0, "0 traces")]
    [InlineData(1, "1 trace")]
    [InlineData(1_000, "1,000 traces")]
    public void Counted_AnyCount_IsOneOrMany(long count, string text) => Assert.Equal(text, Display.Counted(count, "trace"));

    [Theory]
    [InlineData(0.012, "12 ms")]
    [InlineData(3.21, "3.2 s")]
    [InlineData(59, "59 s")]
    [InlineData(3599, "59 min 59 s")]
    [InlineData(90000, "1 d 1 h")]
    public void Duration_AnySpan_HasTwoUnits(double seconds, string text) =>
        Assert.Equal(text, Display.Duration(TimeSpan.FromSeconds(seconds)));
}
