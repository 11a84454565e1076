using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Core.Tests.Cleaning;

public sealed class BenchmarkIndexTests
{
    const string Train = "A train leaves the old station at noon and drives north with sixty miles an hour until it meets another one.";

    [Fact]
    public void Find_SameWordsWithOtherMarks_NamesTheRow()
    {
        var found = Find(Of(Train), Train.ToUpperInvariant().Replace(" ", ",\n", StringComparison.Ordinal));

        Assert.Equal(("math.jsonl:7", null), (found!.Place, found.Ngram));
        Assert.Equal("All its words are those of `math.jsonl:7`.", found.Detail);
    }

    [Fact]
    public void Find_ThirteenWordsInARow_SaysWhichAndHowFarTheyGoOn()
    {
        var found = Find(Of(Train), "Listen! The old station, at noon, and drives north with sixty miles an hour until it stops.");

        Assert.Equal(("math.jsonl:7", 13), (found!.Place, found.Ngram));
        Assert.Equal("The old station, at noon, and drives north with sixty miles an hour until it", found.Matched);
        Assert.Equal("13 words in a row stand in `math.jsonl:7`.", found.Detail);
    }

    [Fact]
    public void Find_TwelveWordsInARow_IsNothing() =>
        Assert.Null(Find(Of(Train), "Listen! The old station at noon and drives north with sixty miles an ounce until it stops."));

    [Fact]
    public void Find_ShorterNgram_FindsShorterRuns() =>
        Assert.Equal(5, Find(Of(Train, ngram: 5), "He drives north with sixty miles to go.")!.Ngram);

    [Fact]
    public void Find_ShortBenchmarkWithinALongerQuestion_IsNothing() =>
        Assert.Null(Find(Of("What is 2 + 2?"), "Tell me quickly: what is 2 + 2? And then tell me why."));

    [Fact]
    public void Find_OptionsBehindTheBenchmarksQuestion_IsFoundWithoutThem()
    {
        var question = Question("Which is a metal?\n\nA. Gold\nB. Salt") with { Options = ["Gold", "Salt"] };

        Assert.Equal("Which is a metal", Of("Which is a metal?").Find(question, new())!.Matched);
        Assert.Null(Of("Which is a metal?").Find(question with { Options = [] }, new()));
    }

    [Fact]
    public void Find_LongMatch_IsCutBetweenCharacters()
    {
        var text = string.Concat(Enumerable.Repeat("𝒳", 300));

        var matched = Find(Of(text), text)!.Matched;

        Assert.InRange(matched.Length, 399, 400);
        Assert.True(char.IsLowSurrogate(matched[^2]));
    }

    [Fact]
    public void Find_TextsWithoutWords_AreNobodys()
    {
        var index = Of("?!");

        Assert.Equal(0, index.Texts);
        Assert.Null(Find(index, "?!"));
    }

    static BenchmarkIndex Of(string text, int ngram = 13)
    {
        var index = new BenchmarkIndex();
        index.Add("math.jsonl", 7, text, ngram);
        index.Add("other.jsonl", 1, text, ngram);
        return index;
    }

    static Contamination? Find(BenchmarkIndex index, string text) => index.Find(Question(text), new());

    static Question Question(string text) => new() { Text = text, Source = "s", Id = QuestionId.Of(text) };
}
