using CsCheck;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Data.Selections.Reports;

namespace NaturalThoughts.Data.Tests.Selections;

public sealed class ExcerptsTests
{
    static readonly Gen<string> Text = Gen.Select(Gen.OneOf<string>("word ", "x", "\n\n", "🙂", "é", "longerword"), Gen.Int[1, 3])
        .Select(pair => string.Concat(Enumerable.Repeat(pair.Item1, pair.Item2))).Array[0, 1500].Select(string.Concat);

    static readonly Gen<Evidence> Place = Gen.Select(Gen.OneOf<string>("recall", "doubt", "planning"), Gen.Int[-5, 1200], Gen.Int[-2, 30])
        .Select(place => new Evidence(place.Item1, place.Item2, place.Item3));

    [Fact]
    public void Of_AnyTextAndPlaces_IsTheTextWithPartsLeftOut() => Gen.Select(Text, Place.Array[0, 60]).Sample((text, places) =>
    {
        var at = 0;
        foreach (var piece in Excerpts.Of(text, places))
        {
            if (piece.LeftOut == 0) Assert.Equal(text.Substring(at, piece.Text.Length), piece.Text);
            if (piece.Strategy is { } strategy) Assert.Contains(new Evidence(strategy, at, piece.Text.Length), places);
            if (piece.LeftOut > 0) Assert.False(char.IsLowSurrogate(text[at]), "A pair was cut.");
            at += piece.Text.Length + piece.LeftOut;
        }

        Assert.Equal(text.Length, at);
    }, iter: 300);

    [Fact]
    public void Of_LongText_ShowsBeginningEndAndTheStretchWithMostStrategies()
    {
        var text = string.Concat(Enumerable.Range(0, 4000).Select(n => $"w{n:0000} "));
        Evidence[] places =
        [
            new("recall", 5000, 5), new("recall", 5010, 5), new("recall", 5020, 5),
            new("recall", 12000, 5), new("doubt", 12300, 5), new("planning", 23990, 5),
        ];

        var pieces = Excerpts.Of(text, places);

        Assert.StartsWith("w0000 ", pieces[0].Text, StringComparison.Ordinal);
        Assert.Equal(["recall", "doubt", "planning"], pieces.Select(piece => piece.Strategy).OfType<string>());
        Assert.Equal(2, pieces.Count(piece => piece.LeftOut > 0));
        Assert.InRange(pieces.Sum(piece => piece.Text.Length), 1500, 2000);
    }

    [Fact]
    public void Of_PlacesThatOverlapOrLieOutside_MarksTheFirst() => Assert.Equal(
        [new("0123456789", "recall"), new("ab"), new("cdef", "planning"), new("gh")],
        Excerpts.Of("0123456789abcdefgh", [new("recall", 0, 10), new("doubt", 8, 4), new("planning", 12, 4), new("doubt", 17, 2)]));

    [Fact]
    public void Cut_LongText_SaysHowMuchMoreThereIs()
    {
        Assert.Equal("short", Excerpts.Cut("short", 5));
        Assert.Equal("one two… (12 characters more)", Excerpts.Cut("one two three fours", 9));
        Assert.Equal("🙂… (2 characters more)", Excerpts.Cut("🙂🙂", 3));
    }
}
