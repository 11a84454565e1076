using NaturalThoughts.Core.Specs;
using NaturalThoughts.Server.Console.Selections;

namespace NaturalThoughts.Server.Tests.Console;

public sealed class EmitDraftTests
{
    [Fact]
    public void Of_NameAlone_IsWhatTheCommandEmits()
    {
        var draft = new EmitDraft { Name = " data " };

        Assert.Equal(new DatasetSpec { Name = "data", Selection = "s" }, draft.Of("s"));
        Assert.Empty(draft.Problems("s", RecipeDraftTests.Spec));
    }

    [Theory]
    [InlineData("40%", "0.4")]
    [InlineData(" 40 % ", "0.4")]
    [InlineData("0.4", "0.4")]
    [InlineData("complete and correct", "complete and correct")]
    [InlineData(" ", null)]
    public void Of_Mix_IsAShareOrACondition(string typed, string? mix) => Assert.Equal(mix, new EmitDraft { Mix = typed }.Of("s").System2);

    [Fact]
    public void Of_AllFields_AreTaken() => Assert.Equal(
        new DatasetSpec
        {
            Name = "d", Selection = "s", Layout = "messages", Format = "jsonl", System2 = "0.5", Condensed = true, Pairs = "both",
            Think = "on", NoThink = "off", Adaptive = "as you like", Validation = 0.1, Seed = 9,
        },
        new EmitDraft
        {
            Name = "d", Layout = "messages", Format = "jsonl", Mix = "50%", Condensed = true, Pairs = "both", Think = "on", NoThink = "off",
            Adaptive = "as you like", Validation = "10%", Seed = "9",
        }.Of("s"));

    public static TheoryData<string, EmitDraft> Wrong => new()
    {
        { "name", new() { Name = "no name" } },
        { "name", new() },
        { "mix", new() { Name = "d", Mix = "corect" } },
        { "mix", new() { Name = "d", Mix = "1.5" } },
        { "validation", new() { Name = "d", Validation = "1" } },
        { "validation", new() { Name = "d", Validation = "half" } },
        { "seed", new() { Name = "d", Seed = "-3" } },
        { "pairs", new() { Name = "d", Pairs = "both", Mix = "0.5" } },
        { "adaptive", new() { Name = "d", Adaptive = "a", Think = "b" } },
        // Every row keeps what it has.
        { "condensed", new() { Name = "d", Condensed = true } },
        // Nobody writes them in this run.
        { "condensed", new() { Name = "d", Condensed = true, Mix = "0.5" } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Problems_OneFieldWrong_NamesIt(string field, EmitDraft draft) =>
        Assert.Equal([field], draft.Problems("s", RecipeDraftTests.Spec).Keys);

    [Fact]
    public void Problems_SeveralWrong_AreSaidAtOnce() => Assert.Equal(
        ["mix", "name", "seed", "validation"],
        new EmitDraft { Mix = "2", Seed = "x", Validation = "2" }.Problems("s", RecipeDraftTests.Spec).Keys);
}
