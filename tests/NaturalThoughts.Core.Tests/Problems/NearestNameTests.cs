using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Core.Tests.Problems;

public sealed class NearestNameTests
{
    static readonly string[] Names = ["reasoning_tokens", "response_tokens", "domain", "topic", "sample", "samples"];

    [Theory]
    [InlineData("reasonning_token", "reasoning_tokens")]
    [InlineData("resoning_tokens", "reasoning_tokens")]
    [InlineData("respones_tokens", "response_tokens")]
    [InlineData("Domain", "domain")]
    [InlineData("tpoic", "topic")]
    [InlineData("sampl", "sample")]
    [InlineData("difficulty", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void Of_Name_GivesTheCloseOneOrNone(string name, string? nearest) => Assert.Equal(nearest, NearestName.Of(name, Names));

    [Fact]
    public void DidYouMean_Name_AsksOnlyWhereOneIsNear() =>
        Assert.Equal(
            ("Did you mean `topic`?", null),
            (NearestName.DidYouMean("tpoic", Names), NearestName.DidYouMean("difficulty", Names)));

    [Fact]
    public void Of_EquallyNear_GivesTheFirstInOrder() => Assert.Equal("abd", NearestName.Of("abc", ["abz", "abd", "abe"]));
}
