using System.Text.Json;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Core.Tests.Text;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("a\u001b[2Jb", "a\uFFFD[2Jb")]
    [InlineData("a\r\nb\tc\rd", "a\nb\tc\nd")]
    [InlineData("\u202Eevil\u2066", "\uFFFDevil\uFFFD")]
    [InlineData("\u009bD\0", "\uFFFDD\uFFFD")]
    [InlineData("é 漢 😀 \uFFFF", "é 漢 😀 \uFFFD")]
    [InlineData("<b> & 'x'", "<b> & 'x'")]
    public void Of_ForeignText_LosesWhatMovesATerminal(string text, string plain) => Assert.Equal(plain, PrintableText.Of(text));

    [Fact]
    public void Of_HalfACharacter_IsReplaced() => Assert.Equal("\uFFFD half \uFFFD", PrintableText.Of("\ud83d half \ude00"));

    [Fact]
    public void InJson_ForeignText_ReadsBackTheSame()
    {
        const string text = "\u202Eevil\u2066 \u009b31m \u001b]0;x\u0007 \u007f é 😀 \U0001FFFF";
        var json = $"{{\r\n  \"a\": \"{text.Replace("\u001b", "\\u001b").Replace("\u0007", "\\u0007")}\"\n}}";

        var plain = PrintableText.InJson(json);

        Assert.Equal(text, JsonElement.Parse(plain).GetProperty("a").GetString());
        Assert.DoesNotContain(plain.EnumerateRunes(), rune => rune.Value is not '\r' && PrintableText.IsHidden(rune));
        Assert.Contains("é 😀", plain);
    }
}
