using CsCheck;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Core.Tests.Text;

public class NfcTests
{
    // Letters, marks, jamo, syllables, halves of pairs: what composes and what stands in the way.
    static readonly Gen<string> Texts = Gen.OneOf(
            Gen.Char['a', 'f'], Gen.Char['\u00C0', '\u00FF'], Gen.Char['\u0300', '\u0362'], Gen.Char['\u1100', '\u11FF'],
            Gen.Char['\uAC00', '\uAC60'], Gen.Char['\u0F71', '\u0F84'], Gen.Char['\uD834', '\uD835'], Gen.Char['\uDD58', '\uDD72'])
        .Array[0, 12].Select(letters => new string(letters));

    [Fact]
    public void Of_VectorsOfUnicode_GivesTheirComposedForm()
    {
        var vectors = Vectors().ToList();
        Assert.True(vectors.Count > 5000);
        var wrong = vectors.Where(vector => Nfc.Of(vector.Text) != vector.Composed).Select(vector => vector.Line).ToList();

        Assert.True(wrong.Count == 0, $"{wrong.Count} vectors, first {string.Join(" | ", wrong.Take(5))}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("naïve café ÿ")]
    [InlineData("∀x ∈ ℝ: 数学 한국어 😀 ἄλφα")]
    public void Of_ComposedText_IsThatVeryText(string text) => Assert.Same(text, Nfc.Of(text));

    [Fact]
    public void Of_AnyText_IsIdempotent() => Texts.Sample(text =>
    {
        var once = Nfc.Of(text);
        Assert.Equal(once, Nfc.Of(once));
    });

    [Fact]
    public void Of_TextInTwoParts_IsTheWholeWhereTheSecondBeginsWithALetter() => Gen.Select(Texts, Texts).Sample((first, second) =>
        Assert.Equal(Nfc.Of($"{first}x{second}"), $"{Nfc.Of(first)}{Nfc.Of($"x{second}")}"));

    [Fact]
    public void Of_MarksOfDifferentClasses_MayComeInAnyOrder() =>
        Assert.Single(new[] { "e\u0323\u0301", "e\u0301\u0323", "\u1EB9\u0301", "\u00E9\u0323" }.Select(Nfc.Of).Distinct());

    [Theory]
    [InlineData("\uD800")]
    [InlineData("\uDC00e\u0323x")]
    [InlineData("e\u0323\uD800")]
    [InlineData("\uDC00\uD800\u0301")]
    public void Of_LoneSurrogates_StayAsTheyAre(string text)
    {
        var composed = Nfc.Of(text);
        Assert.Equal(text.Where(char.IsSurrogate), composed.Where(char.IsSurrogate));
    }

    [Fact]
    public void Of_VeryLongRunOfMarks_IsSortedAtOnce()
    {
        var marks = new string('\u0301', 200_000) + new string('\u0323', 200_000);

        Assert.Equal($"x{new string('\u0323', 200_000)}{new string('\u0301', 200_000)}", Nfc.Of("x" + marks));
    }

    [Fact]
    public void QuestionId_OfComposedAndDecomposedText_IsTheSame()
    {
        Assert.Equal(QuestionId.Of("Où est l’élève ?"), QuestionId.Of("Ou\u0300 est  l’e\u0301le\u0300ve ?"));
        Assert.Equal(QuestionId.Of("한국"), QuestionId.Of("\u1112\u1161\u11AB\u1100\u116E\u11A8"));
        Assert.NotEqual(QuestionId.Of("Où"), QuestionId.Of("Ou"));
    }

    static IEnumerable<(string Text, string Composed, string Line)> Vectors()
    {
        using var lines = new StreamReader(typeof(NfcTests).Assembly.GetManifestResourceStream(typeof(NfcTests), "nfc-vectors.txt")!);
        while (lines.ReadLine() is { } line)
            if (line.Split(';') is [var text, var composed] && text[0] != '#')
                yield return (Read(text), Read(composed), line);
    }

    static string Read(string points) =>
        string.Concat(points.Split(' ').Select(point => char.ConvertFromUtf32(Convert.ToInt32(point, 16))));
}
