using NaturalThoughts.Inference.Tokens;

namespace NaturalThoughts.Inference.Tests.Tokens;

public sealed class TokenEstimateTests
{
    [Fact]
    public void Of_TextOfManyPieces_IsAboutWhatTheTokenizerCountsAtOnce()
    {
        var text = string.Concat(Enumerable.Range(0, 10_000).Select(number => $"Step {number}: wait, that is {number * 7}. "));
        var whole = TokenizerCounter.Default.Count(text);
        Assert.InRange(TokenEstimate.Of(text, null), whole - 1, whole + (2 * (text.Length / 8192)));
        Assert.Equal(2 * TokenEstimate.Of(text, null), TokenEstimate.Of(text, text));
    }

    [Fact]
    public void Of_HalvesOfASurrogatePair_AreCountedAllTheSame() =>
        Assert.True(TokenEstimate.Of(new string('a', 8191) + "\ud83d\ude00", "\ude00") > 3);

    [Fact]
    public void Of_Nothing_IsNothing() => Assert.Equal(0, TokenEstimate.Of(null, ""));
}
