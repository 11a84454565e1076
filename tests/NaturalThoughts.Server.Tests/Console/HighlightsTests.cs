using NaturalThoughts.Core.Facts;
using NaturalThoughts.Server.Console.Traces;

namespace NaturalThoughts.Server.Tests.Console;

/// <summary>What is marked in a reasoning.</summary>
public sealed class HighlightsTests
{
    [Fact]
    public void Of_PlacesApart_MarksThemAndNumbersThem()
    {
        var marked = Highlights.Of("one two three", [new("b", 8, 5), new("a", 0, 3)]);

        Assert.Equal([("one", "a", 1), (" two ", "", 0), ("three", "b", 2)], Shown(marked));
        Assert.Equal(2, marked.Places);
    }

    [Fact]
    public void Of_PlacesThatOverlap_CutsWhereEachBeginsAndEnds()
    {
        var marked = Highlights.Of("abcdef", [new("x", 0, 4), new("y", 2, 4)]);

        Assert.Equal([("ab", "x", 1), ("cd", "x+y", 2), ("ef", "y", 0)], Shown(marked));
    }

    [Fact]
    public void Of_OnePlaceWithinAnother_GoesOnWithTheOuterOne()
    {
        var marked = Highlights.Of("abcdef", [new("in", 2, 2), new("out", 0, 6)]);

        Assert.Equal([("ab", "out", 1), ("cd", "out+in", 2), ("ef", "out", 0)], Shown(marked));
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(2, 5)]
    [InlineData(6, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    [InlineData(1, int.MaxValue)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Of_APlaceThatIsNotInTheText_LeavesItOut(int start, int length)
    {
        var marked = Highlights.Of("abcdef", [new("x", start, length)]);

        Assert.Equal([("abcdef", "", 0)], Shown(marked));
        Assert.Empty(marked.Strategies);
    }

    [Fact]
    public void Of_NoText_HasNoPieces() => Assert.Empty(Highlights.Of("", [new("x", 0, 0)]).Pieces);

    [Fact]
    public void Of_AnEdgeWithinALetterOfTwoUnits_TakesTheLetterWhole()
    {
        var marked = Highlights.Of("a\U0001F9E0b", [new("x", 2, 2), new("y", 0, 2)]);

        Assert.Equal([("a", "y", 1), ("\U0001F9E0b", "x", 2)], Shown(marked));
    }

    [Fact]
    public void Of_APlaceSeenTwice_CountsOnce()
    {
        var marked = Highlights.Of("abc abc", [new("x", 0, 3), new("x", 0, 3), new("y", 0, 3), new("x", 4, 3)]);

        Assert.Equal([new("x", 2), new("y", 1)], marked.Strategies);
        Assert.Equal(2, marked.Places);
    }

    [Fact]
    public void Of_AnyPlaces_LosesNoLetterAndMarksWhatIsCovered()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var text = new string('a', random.Next(40));
            var places = Enumerable.Range(0, random.Next(12))
                .Select(_ => new Evidence("xyz"[random.Next(3)].ToString(), random.Next(-3, 45), random.Next(-3, 45))).ToList();

            var marked = Highlights.Of(text, places);

            Assert.Equal(text, string.Concat(marked.Pieces.Select(piece => piece.Text)));
            Assert.Equal(Enumerable.Range(1, marked.Places), marked.Pieces.Where(piece => piece.Number > 0).Select(piece => piece.Number));
            var covered = marked.Pieces.SelectMany(piece => piece.Text.Select(_ => string.Concat(piece.Strategies.Order()))).ToList();
            var known = places.Where(place => place is { Length: > 0, Start: >= 0 } && place.Start + place.Length <= text.Length).ToList();
            Assert.Equal(text.Select((_, at) => string.Concat(known.Where(place => place.Start <= at && at < place.Start + place.Length)
                .Select(place => place.Label).Distinct().Order())), covered);
        }
    }

    [Fact]
    public void Next_BehindAndBeforeAPlace_IsTheNearestThatIsShown()
    {
        var marked = Highlights.Of("abcdef", [new("x", 0, 1), new("y", 2, 1), new("x", 4, 1)]);

        Assert.Equal(1, marked.Next(0, true, _ => true));
        Assert.Equal(3, marked.Next(1, true, strategy => strategy == "x"));
        Assert.Equal(1, marked.Next(2, false, _ => true));
        Assert.Null(marked.Next(3, true, _ => true));
        Assert.Null(marked.Next(1, false, _ => true));
        Assert.Null(marked.Next(0, true, _ => false));
    }

    static IEnumerable<(string, string, int)> Shown(Highlights marked) =>
        marked.Pieces.Select(piece => (piece.Text, string.Join('+', piece.Strategies), piece.Number));
}
