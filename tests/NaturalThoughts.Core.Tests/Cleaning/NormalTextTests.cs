using NaturalThoughts.Core.Cleaning;

namespace NaturalThoughts.Core.Tests.Cleaning;

public sealed class NormalTextTests
{
    [Theory]
    [InlineData("What is 3 + 4?", "what IS: 3, 4")]
    [InlineData("Cafe\u0301 au lait", "CAFÉ\tAU\nLAIT")]
    [InlineData("x_1 and y-2", "X 1 and Y 2")]
    [InlineData("Straße, 𝒳 und 因此", "straße 𝒳 UND 因此")]
    [InlineData("𐐀bc", "𐐨bc")]
    public void Read_SameWordsOtherwiseWritten_IsTheSame(string left, string right)
    {
        var words = Words(left);
        Assert.Equal(words, Words(right));
        Assert.NotEmpty(words);
    }

    [Theory]
    [InlineData("one two", "two one")]
    [InlineData("ab c", "a bc")]
    [InlineData("10", "1 0")]
    [InlineData("resume", "résumé")]
    public void Read_OtherWords_Differs(string left, string right) => Assert.NotEqual(Words(left), Words(right));

    [Theory]
    [InlineData("3 + 4", 3)]
    [InlineData("3*4", 3)]
    [InlineData("2-2", 3)]
    [InlineData("2 − 2", 3)]
    [InlineData("x^2 = 50%", 6)]
    [InlineData("well-known and/or", 4)]
    [InlineData("(a, b; c)!", 3)]
    public void Read_WithOperators_TheyAreWords(string text, int words) => Assert.Equal(words, Words(text, operators: true).Length);

    [Theory]
    [InlineData("")]
    [InlineData(" \n?! … ≤ ")]
    [InlineData("\ud800")]
    public void Read_NoWords_IsEmpty(string text) => Assert.Empty(Words(text));

    [Fact]
    public void Written_SomeWords_IsTheTextBetweenThem()
    {
        var text = new NormalText();
        text.Read("  Find $x$: if 2x = 4, then… ");
        Assert.Equal("x$: if 2x", text.Written(1, 3).ToString());
    }

    static ulong[] Words(string text, bool operators = false)
    {
        var normal = new NormalText();
        normal.Read("What stood there before.");
        normal.Read(text, operators);
        return normal.Words.ToArray();
    }
}
