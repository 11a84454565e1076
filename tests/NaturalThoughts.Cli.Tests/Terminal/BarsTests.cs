using NaturalThoughts.Cli.Terminal;

namespace NaturalThoughts.Cli.Tests.Terminal;

public sealed class BarsTests
{
    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "████")]
    [InlineData(0.5, "██")]
    [InlineData(0.28, "█▏")]
    public void Bar_Share_IsAsLong(double share, string bar) => Assert.Equal(bar, Bars.Of(share, 4));
}
