using CsCheck;
using NaturalThoughts.Core.Answers;

namespace NaturalThoughts.Core.Tests.Answers;

public class AnswerExtractorTests
{
    [Theory]
    [InlineData("So the total is \\boxed{\\frac{1}{\\sqrt{2}}}.", "\\frac{1}{\\sqrt{2}}")]
    [InlineData("First \\boxed{3}, but no: that forgot one.\n\nSo \\boxed{4}.", "4")]
    [InlineData("\\[\n\\boxed{81} \\quad \\text{and} \\quad \\boxed{256}\n\\]", "81, 256")]
    [InlineData("A: 18", "18")]
    [InlineData("9 * 2 = <<9*2=18>>18 every day.\n#### 18", "18")]
    [InlineData("FINAL ANSWER: 42", "42")]
    [InlineData("**FINAL ANSWER: 42**", "42")]
    [InlineData("The answer is 42. It is well known.", "42")]
    [InlineData("Some steps.\n\n**Answer:** 276 feet", "276 feet")]
    [InlineData("Some steps.\n\n**Answer:**\n42", "42")]
    [InlineData("### Final Answer\n\n\\[\n\\boxed{7}\n\\]", "7")]
    [InlineData("**Final Answer:**\nThe greatest common divisor of 5616 and 11609 is **13**.", "13")]
    [InlineData("**Answer:** Natalie needs to pick **15** blueberry bushes.", "15")]
    [InlineData("**Answer:** There are 9 slips with a 2.", "9 slips with a 2")]
    [InlineData("**Answer:** \\(18\\pi \\, \\text{cm}^3\\)", "\\(18\\pi \\, \\text{cm}^3\\)")]
    [InlineData("**Answer:**\nDecember 23 is a Saturday.", "a Saturday")]
    [InlineData("Therefore, we are done with the long computation of sums.\nThe minimum number of people who liked both is **57**.", "57")]
    [InlineData("**Conclusion:** it all adds up after these many steps.\nThe 5th term of the sequence is 89.", "89")]
    [InlineData("yes", "yes")]
    [InlineData("Paris", "Paris")]
    public void Extract_OpenQuestion_FindsTheAnswer(string text, string expected) =>
        Assert.Equal(expected, AnswerExtractor.Extract(text, AnswerOptions.None)?.Text);

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("The number of kernels that popped in the first 1440 seconds is 796224000 * 4 = <<796224")]
    [InlineData("Now the two lines meet at \\( x = 3 \\) and the slope of the second line, as computed before, is -1,")]
    [InlineData("We cannot tell. The answer is not available.")]
    public void Extract_NothingToFind_IsNull(string? text) => Assert.Null(AnswerExtractor.Extract(text, AnswerOptions.None));

    static readonly AnswerOptions Options = new(["Interference and decay", "15", "a toy", "17", "Inseparability", "19", "20", "21", "22",
        "23"]);

    [Theory]
    [InlineData("FINAL ANSWER: C", 'C')]
    [InlineData("**FINAL ANSWER: D**", 'D')]
    [InlineData("Long text.\n\nThe answer is (J).", 'J')]
    [InlineData("The answer is C.", 'C')]
    [InlineData("**Answer: C**", 'C')]
    [InlineData("Answer: H", 'H')]
    [InlineData("the set has 8 questions:\n\\[\n\\boxed{E}\n\\]", 'E')]
    [InlineData("It is 20 %, which corresponds to answer choice H.", 'H')]
    [InlineData("Therefore, the best answer is D.", 'D')]
    [InlineData("C and G are false. Option E is the most accurate and comprehensive answer.", 'E')]
    [InlineData("The most likely primary mechanism is (D).", 'D')]
    [InlineData("This service characteristic is E. Inseparability.", 'E')]
    [InlineData("C", 'C')]
    [InlineData("B.\n\nBecause the width is scaled.", 'B')]
    [InlineData("The correct answer is 17, as computed.", 'D')]
    [InlineData("The answer is (B).\n\nQuestion: What next?\nThe answer is (F).", 'B')]
    [InlineData("The answer is (A). No, wait. The answer is (B).", 'B')]
    public void Extract_MultipleChoice_FindsTheOption(string text, char letter)
    {
        var answer = AnswerExtractor.Extract(text, Options);

        Assert.NotNull(answer);
        Assert.Equal(letter, (char)('A' + Options.Resolve(answer.Text)));
    }

    [Theory]
    [InlineData("The answer is (A) and (D).")]
    [InlineData("The answers are (C), (D) or (E).")]
    [InlineData("A force acts on the body, and I think that it moves in")]
    [InlineData("The options are A, B and C, and the text breaks off here with no")]
    [InlineData("The output tensor is 26 x 26 x 64, which means that the size of the output tensor is")]
    public void Extract_MultipleChoiceWithoutAChoice_ResolvesToNone(string text) =>
        Assert.Equal(-1, AnswerExtractor.Extract(text, Options) is { } answer ? Options.Resolve(answer.Text) : -1);

    [Theory]
    [InlineData("D", "D")]
    [InlineData("She makes 9 * 2 = $18.\nA: 18", "18")]
    [InlineData("Thus $1 + 1 = \\boxed{2}$.", "2")]
    [InlineData("A short reference", "A short reference")]
    public void Reference_AnyForm_GivesTheAnswer(string text, string expected) =>
        Assert.Equal(expected, AnswerExtractor.Reference(text, AnswerOptions.None)?.Text);

    [Fact]
    public void Extract_AnyText_NeverThrows() =>
        Gen.OneOf(Gen.String,
            Pick("\\boxed{", "}", "answer is", "Answer:", "A: ", "#### ", "**", "\n", "(B)", "is ", "$", ". ", "Option C is the best")
                .Array[0, 10].Select(string.Concat))
            .Sample(text =>
            {
                Assert.NotEqual("", AnswerExtractor.Extract(text, Options)?.Text);
                Assert.NotEqual("", AnswerExtractor.Extract(text, AnswerOptions.None)?.Text);
            }, iter: 5_000);

    // Texts that make a backtracking pattern or a nested scan quadratic; a megabyte of each would then take hours.
    [Theory]
    [InlineData("\n")]
    [InlineData("\\(")]
    [InlineData("\\boxed{")]
    [InlineData("answer is ")]
    [InlineData("a ")]
    public void Extract_AMegabyteOfOnePiece_Ends(string piece)
    {
        var text = "x" + string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)) + "y";

        Assert.Null(AnswerExtractor.Extract(text, Options) is { } answer && Options.Resolve(answer.Text) >= 0 ? answer : null);
        Assert.Equal(Sameness.Unknown, AnswerComparer.Compare(text, text + "1", Options));
        Assert.Equal(1_000_000 / piece.Length * piece.Length + 2, TraceParserLength(text));
    }

    static int TraceParserLength(string text) => NaturalThoughts.Core.Traces.TraceParser.ParseText(text).Answer!.Length;

    [Fact]
    public void Extract_BoxNestedInABox_TakesTheOuterOne() =>
        Assert.Equal("a \\boxed{b} c", AnswerExtractor.Extract("\\boxed{a \\boxed{b} c}", AnswerOptions.None)?.Text);

    static Gen<string> Pick(params string[] pieces) => Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);
}
