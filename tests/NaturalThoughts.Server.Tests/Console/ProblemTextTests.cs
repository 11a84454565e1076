using NaturalThoughts.Server.Console.Looking;

namespace NaturalThoughts.Server.Tests.Console;

public sealed class ProblemTextTests
{
    [Theory]
    [InlineData(null, null, "It is wrong.")]
    [InlineData("a name", null, "It is wrong. Expected: a name.")]
    [InlineData(null, "Mend it.", "It is wrong. Mend it.")]
    [InlineData("a name", "Mend\u001b it.", "It is wrong. Expected: a name. Mend\uFFFD it.")]
    public void Of_AnyProblem_IsSentences(string? expected, string? fix, string text) =>
        Assert.Equal(text, ProblemText.Of(new("It is wrong.", Expected: expected, Fix: fix)));

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("spec.yaml", null, null, "spec.yaml")]
    [InlineData("spec.yaml", 3, 7, "spec.yaml:line 3:column 7")]
    public void PlaceOf_AnyProblem_IsAsExactAsItIsKnown(string? where, int? line, int? column, string? place) =>
        Assert.Equal(place, ProblemText.PlaceOf(new("It is wrong.", where, line, column)));
}
