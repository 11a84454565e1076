using CsCheck;
using NaturalThoughts.Core.Answers;

namespace NaturalThoughts.Core.Tests.Answers;

public class AnswerComparerTests
{
    [Theory]
    // Numbers
    [InlineData("18", "18")]
    [InlineData("$18", "18")]
    [InlineData("18 dollars", "18")]
    [InlineData("18 dollars", "$18.00")]
    [InlineData("\\$1.17", "$1.17")]
    [InlineData("1,234", "1234")]
    [InlineData("135,\\!000", "135000")]
    [InlineData("12\\,345", "12345")]
    [InlineData("1.50", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("-7", "−7")]
    [InlineData("50%", "50")]
    [InlineData("50\\%", "0.5")]
    [InlineData("64 percent", "64%")]
    [InlineData("3/4", "\\frac{3}{4}")]
    [InlineData("3/4", "0.75")]
    [InlineData("\\frac45", "\\dfrac{4}{5}")]
    [InlineData("1 1/2", "\\frac{3}{2}")]
    [InlineData("1\\frac{1}{2}", "1.5")]
    [InlineData("6/8", "3/4")]
    [InlineData("6.02e23", "6.02 \\times 10^{23}")]
    [InlineData("\\frac{1}{3}", "0.333")]
    [InlineData("2^{10}", "1024")]
    [InlineData("\\dfrac{2469}{20,\\!000}", "\\frac{2469}{20000}")]
    [InlineData("1204_9", "1204")]
    [InlineData("1011100_2", "1011100")]
    [InlineData("3.14159", "\\pi")]
    [InlineData("approximately 42", "42")]
    // Units
    [InlineData("276 feet", "276")]
    [InlineData("5225 \\text{ cubic inches}", "5225")]
    [InlineData("18\\pi \\, \\text{cm}^3", "18\\pi")]
    [InlineData("(3√3)/π inches", "\\frac{3\\sqrt{3}}{\\pi}")]
    [InlineData("120^\\circ", "120")]
    [InlineData("150 degrees", "150^\\circ")]
    [InlineData("2 km", "2000 m")]
    [InlineData("90 minutes", "1.5 hours")]
    [InlineData("60 mph", "60 miles per hour")]
    // Formulas
    [InlineData("486 \\sqrt{3}", "486\\sqrt{3}")]
    [InlineData("\\frac{9\\sqrt{3}}{2}", "4.5\\sqrt{3}")]
    [InlineData("\\sqrt{12}", "2\\sqrt{3}")]
    [InlineData("(3x+7)(x+1)", "(x + 1)(3x + 7)")]
    [InlineData("3x^2+10x+7", "(x+1)(3x+7)")]
    [InlineData("30p \\sqrt{p}", "30p\\sqrt{p}")]
    [InlineData("6-3i", "6 - 3i")]
    [InlineData("x = 2", "2")]
    [InlineData("r=6.2", "6.2")]
    [InlineData("y = 2x + 3", "2x - y + 3 = 0")]
    [InlineData("\\frac{80}{9}\\pi", "\\frac{80\\pi}{9}")]
    // Lists
    [InlineData("(2,12)", "(2, 12)")]
    [InlineData("\\left( \\frac{1}{2}, -10 \\right)", "(0.5, -10)")]
    [InlineData("81, 256", "256 \\text{ and } 81")]
    [InlineData("x = 1 or x = 2", "2, 1")]
    [InlineData("\\{1, 2, 3\\}", "\\{3, 1, 2\\}")]
    [InlineData("1 \\pm \\sqrt{2}", "1-\\sqrt{2}, 1+\\sqrt{2}")]
    [InlineData("[3, 4) \\cup \\left(4, \\frac{64}{11}\\right]", "\\left[3, 4\\right) \\cup (4, 64/11]")]
    [InlineData("\\begin{pmatrix} 1/2 \\\\ -3 \\end{pmatrix}", "\\begin{pmatrix} \\frac{1}{2} \\\\ -3 \\end{pmatrix}")]
    // Words
    [InlineData("Saturday", "\\text{Saturday}")]
    [InlineData("Yes.", "yes")]
    [InlineData("True", "yes")]
    [InlineData("a circle", "Circle")]
    [InlineData("seven", "7")]
    [InlineData("**even**", "even")]
    public void Compare_OneValueInTwoNotations_IsTheSame(string left, string right) =>
        Assert.Equal(Sameness.Same, AnswerComparer.Compare(left, right, AnswerOptions.None));

    [Theory]
    [InlineData("18", "26")]
    [InlineData("1,234", "1235")]
    [InlineData("0.5", "0.05")]
    [InlineData("7", "-7")]
    [InlineData("12.3", "12.4")]
    [InlineData("3/4", "4/3")]
    [InlineData("5 m", "5 km")]
    [InlineData("18\\pi", "18")]
    [InlineData("\\sqrt{2}", "2")]
    [InlineData("10x", "\\dfrac{10}{3}x")]
    [InlineData("x+1", "x-1")]
    [InlineData("(1, 2)", "(2, 1)")]
    [InlineData("[1, 2]", "(1, 2)")]
    [InlineData("1, 2", "1, 2, 3")]
    [InlineData("yes", "no")]
    [InlineData("Saturday", "Sunday")]
    [InlineData("even", "odd")]
    [InlineData("1011_2", "1011_3")]
    [InlineData("B", "C")]
    public void Compare_TwoValues_AreDifferent(string left, string right) =>
        Assert.Equal(Sameness.Different, AnswerComparer.Compare(left, right, AnswerOptions.None));

    [Theory]
    [InlineData(null, "18")]
    [InlineData("", "18")]
    [InlineData("B", "\\frac{1}{2}")]
    [InlineData("0.33", "\\frac{1}{3}")]
    [InlineData("9.81", "9.8066")]
    [InlineData("5 kg", "5 m")]
    [InlineData("increase", "increases")]
    [InlineData("Hastings", "the Battle of Hastings")]
    [InlineData("It depends on how the court weighs the interests", "The court would weigh both interests first")]
    [InlineData("none", "0")]
    public void Compare_WhatCannotBeTold_IsUnknown(string? left, string? right) =>
        Assert.Equal(Sameness.Unknown, AnswerComparer.Compare(left, right, AnswerOptions.None));

    static readonly AnswerOptions Heat = new(["A. 7,000 [Btu/Ib]", "B. 15,000 [Btu/Ib]", "C. 7525 (cal/gm)", "D. 13,520 [Btu/Ib]",
        "E. Yes, because of a force", "F. 4.331 C0"]);

    [Theory]
    [InlineData("D", "13,520 [Btu/Ib]", Sameness.Same)]
    [InlineData("(D)", "D. 13,520 [Btu/Ib]", Sameness.Same)]
    [InlineData("\\text{(D)}", "d", Sameness.Same)]
    [InlineData("Option D", "**D**", Sameness.Same)]
    [InlineData("13520 Btu/lb", "D", Sameness.Same)]
    [InlineData("C", "D", Sameness.Different)]
    [InlineData("7,525 (cal/gm)", "D", Sameness.Different)]
    [InlineData("A force of 3 N", "A", Sameness.Unknown)]
    [InlineData("(A) and (C)", "A", Sameness.Unknown)]
    [InlineData("none of the options", "D", Sameness.Unknown)]
    [InlineData("J", "D", Sameness.Unknown)]
    public void Compare_WithOptions_ComparesOptions(string left, string right, Sameness expected) =>
        Assert.Equal(expected, AnswerComparer.Compare(left, right, Heat));

    [Fact]
    public void Of_QuestionThatListsOptions_ResolvesTheirTexts()
    {
        var options = AnswerOptions.Of(new()
        {
            Text = "The ratio is\n"
                + "$\\textbf{(A) }\\frac{\\pi r}{h+2r}\\qquad \\textbf{(B) }\\frac{\\pi r}{h+r}\\qquad \\textbf{(C) }\\text{none}$",
            Id = default,
            Source = "s",
        });

        Assert.Equal(3, options.Count);
        Assert.Equal(Sameness.Same, AnswerComparer.Compare("B", "\\dfrac{\\pi r}{r + h}", options));
    }

    static readonly Gen<string> Pieces = Gen.OneOf(
        Pick("1,234", "0.5", "1/2", "\\frac{1}{3}", "x", "yes", "(", ")", "[", ", ", "=", "+", "-", "^", "\\sqrt{2}", "{", "}", "%", " m",
            " km", "$", "\\pi", "A", "(B)",
            "_2", "!", "\\text{cm}", "±", "∪", "\\begin{pmatrix}", " and ", "e", "i", "|", "0", "/", "\\", "5"),
        Gen.String[0, 3]);

    static readonly Gen<string> Answers = Pieces.Array[0, 6].Select(string.Concat);

    [Fact]
    public void Compare_AnyTwoTexts_IsSymmetricAndNeverThrows() => Gen.Select(Answers, Answers).Sample((a, b) =>
    {
        foreach (var options in (AnswerOptions[])[AnswerOptions.None, Heat])
            Assert.Equal(AnswerComparer.Compare(a, b, options), AnswerComparer.Compare(b, a, options));
    }, iter: 20_000);

    [Fact]
    public void Compare_ATextWithItself_IsTheSame() => Answers.Sample(text =>
        Assert.Equal(string.IsNullOrWhiteSpace(text) ? Sameness.Unknown
            : Sameness.Same, AnswerComparer.Compare(text, $" {text} ", AnswerOptions.None)));

    [Fact]
    public void Compare_AnyNumberInTwoNotations_IsTheSame() =>
        Gen.Select(Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Int[1, 999]).Sample((n, d) =>
    {
        Assert.Equal(Sameness.Same, AnswerComparer.Compare($"{n:N0}", $"{n}.00", AnswerOptions.None));
        Assert.Equal(Sameness.Same, AnswerComparer.Compare($"\\frac{{{n}}}{{{d}}}", $"{n * 2}/{d * 2}", AnswerOptions.None));
        Assert.Equal(Sameness.Different, AnswerComparer.Compare($"{n}", $"{n + d}", AnswerOptions.None));
    });

    [Fact]
    public void Compare_DeepNesting_EndsInAnAnswer()
    {
        var deep = new string('(', 5000) + "1" + new string(')', 5000);

        Assert.Equal(Sameness.Unknown, AnswerComparer.Compare(deep, "1 2 3 4", AnswerOptions.None));
        Assert.NotEqual(Sameness.Same,
            AnswerComparer.Compare(string.Concat(Enumerable.Repeat("-", 390)) + "1", "2^{9999999}", AnswerOptions.None));
    }

    static Gen<string> Pick(params string[] pieces) => Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);
}
