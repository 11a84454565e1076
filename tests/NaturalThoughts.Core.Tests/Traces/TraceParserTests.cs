using CsCheck;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Tests.Traces;

public class TraceParserTests
{
    const string R = "Okay, 12 times 3 is 36.\n\nWait, check: 12 + 12 + 12 = 36.";
    const string A = "The product is 36.\n\n**Answer: 36**";

    static Response Of(string? content, string? reasoning = null) =>
        new() { Request = default, Model = "m", Role = ModelRole.Teacher, Content = content, Reasoning = reasoning };

    public static TheoryData<string?, string?> Whole => new()
    {
        { A, R },
        { $"\n\n{A}\n", $"{R}\n" },
        { $"<think>{R}</think>{A}", null },
        { $"<think>\n{R}\n</think>\n\n{A}", null },
        { $"<think>\n{R}\n</think>\n\n{A}", "" },
        { $"{R}</think>{A}", null },
        { $"{R}\n</think>\n\n{A}", "  " },
        { $"Solve this. Put the answer in \\boxed{{}}. Problem: 12 * 3? Solution: \n<think>\n{R}\n</think>\n{A}", null },
        { $"Think inside <think> </think> tags first. 12 * 3?\n<think>\n{R}\n</think>\n{A}", null },
        { $"Sure. <think>{R}</think>{A}", null },
        { $"</think>\n\n{A}", R },
        { $"<think>\n\n</think>\n\n{A}", R },
        { $"<think>{R}</think>{A}", R },
        { A, $"<think>\n{R}\n</think>" },
        { A, $"<think>\n{R}" },
        { null, $"{R}\n</think>\n\n{A}" },
        { "", $"<think>{R}</think>{A}" },
        { $"<|begin_of_thought|>\n\n{R}\n\n<|end_of_thought|>\n\n<|begin_of_solution|>\n\n{A}\n\n<|end_of_solution|>", null },
        { $"<thinking>{R}</thinking>{A}", null },
        { $"[THINK]{R}[/THINK]{A}", null },
    };

    [Theory, MemberData(nameof(Whole))]
    public void Parse_WholeResponseInAnyForm_GivesTheSameParts(string? content, string? reasoning)
    {
        var trace = TraceParser.Parse(Of(content, reasoning));

        Assert.Equal((R, A, true), (trace.Reasoning, trace.Answer, trace.Closed));
    }

    [Theory]
    [InlineData("<think>\nFirst, 12 * 3", null, "First, 12 * 3", null, false)]
    [InlineData("Prompt text:\n<think>\nFirst, 12 * 3", null, "First, 12 * 3", null, false)]
    [InlineData(null, "First, 12 * 3", "First, 12 * 3", null, false)]
    [InlineData("", "First, 12 * 3", "First, 12 * 3", null, false)]
    [InlineData("<think>First</think>", null, "First", null, true)]
    [InlineData("<think></think>It is 36.", null, null, "It is 36.", true)]
    [InlineData("<think>\n\n</think>\n\nIt is 36.", null, null, "It is 36.", true)]
    [InlineData("12 * 3 = 36.\nThe answer is 36.", null, null, "12 * 3 = 36.\nThe answer is 36.", true)]
    [InlineData(null, null, null, null, true)]
    [InlineData("  \n", " ", null, null, true)]
    [InlineData("Write `<think>` and `</think>` around it.", null, null, "Write `<think>` and `</think>` around it.", true)]
    [InlineData("Use the <think> element of the page.", null, null, "Use the <think> element of the page.", true)]
    [InlineData("<think>I close with `</think>` later.</think>36", null, "I close with `</think>` later.", "36", true)]
    [InlineData("<think>First</think>36 and then </think> again", null, "First", "36 and then </think> again", true)]
    [InlineData("<think>A <think> inside</think>36", null, "A <think> inside", "36", true)]
    [InlineData("<think>One</think>\n<think>Two</think>36", null, "One", "<think>Two</think>36", true)]
    [InlineData("<think>Two</think>36", "One", "One\n\nTwo", "36", true)]
    [InlineData("1 < 2 and [a] is </b>", null, null, "1 < 2 and [a] is </b>", true)]
    public void Parse_IncompleteOrOddResponse_LosesNothing(string? content, string? field, string? reasoning, string? answer, bool closed)
    {
        var trace = TraceParser.Parse(Of(content, field));

        Assert.Equal((reasoning, answer, closed), (trace.Reasoning, trace.Answer, trace.Closed));
    }

    [Fact]
    public void Parse_PromptBeforeTheTag_IsThePreamble() =>
        Assert.Equal("Solution:", TraceParser.ParseText($"Solution: \n<think>\n{R}").Preamble);

    static readonly Gen<string> Texts = Pick(
        "<think>", "</think>", "<thinking>", "[/THINK]", "\n", " ", "`", "a", "b c", "<", "</", "[", "36.", "<|begin_of_solution|>")
        .Array[0, 12].Select(string.Concat);

    static readonly Gen<string?> MaybeTexts = Gen.OneOf(Texts.Select(text => (string?)text), Gen.Const((string?)null));

    [Fact]
    public void Parse_AnyTwoFields_LosesNoWords() => Gen.Select(MaybeTexts, MaybeTexts).Sample((content, reasoning) =>
    {
        var trace = TraceParser.Parse(Of(content, reasoning));
        var kept = Letters($"{trace.Preamble} {trace.Reasoning} {trace.Answer}");
        var given = Letters($"{reasoning} {content}");
        // The one text that is dropped is a second copy of the same reasoning.
        Assert.True(given == kept
            || (given.Length > kept.Length
                && given.StartsWith(kept[..(trace.Reasoning is null ? 0 : Letters(trace.Reasoning).Length)], StringComparison.Ordinal)
            && given.EndsWith(Letters(trace.Answer), StringComparison.Ordinal)
                && content!.Contains(trace.Reasoning!, StringComparison.Ordinal)), $"{given} became {kept}");
    });

    static string Letters(string? text)
    {
        foreach (var tag in (string[])["<think>", "</think>", "<thinking>", "[/THINK]", "<|begin_of_solution|>"]) text = text?.Replace(tag,
            "");
        return string.Concat((text ?? "").Where(letter => letter is 'a' or 'b' or 'c' or '3' or '6'));
    }

    [Fact]
    public void Parse_SameReasoningAndAnswer_IsTheSameInEveryForm() =>
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 30], Gen.String[Gen.Char['a', 'z'], 1, 30]).Sample((reasoning, answer) =>
        {
            var field = TraceParser.Parse(Of(answer, reasoning));
            foreach (var text in (string[])[$"<think>{reasoning}</think>{answer}", $"{reasoning}</think>\n{answer}",
                $"prompt\n<think>\n{reasoning}\n</think>\n\n{answer}"])
            {
                var tagged = TraceParser.Parse(Of(text));
                Assert.Equal((field.Reasoning, field.Answer, field.Closed), (tagged.Reasoning, tagged.Answer, tagged.Closed));
            }
        });

    static Gen<string> Pick(params string[] pieces) => Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);
}
