using NaturalThoughts.Core.Rubrics;

namespace NaturalThoughts.Core.Tests.Rubrics;

/// <summary>Replies of a model that condenses answers, as models write them.</summary>
public sealed class CondenseTests
{
    static readonly Rubric Condense = Judged.Rubric("condense");

    static readonly RubricInput Input = Judged.Input with
    {
        Question = Judged.Input.Question with { Reference = "36", Options = [] },
        Trace = new() { Reasoning = "Twelve times three.", Answer = "Twelve times three is 36. The answer is 36.", Closed = true },
    };

    [Theory]
    [InlineData("12 · 3 = 36, so it is 36.", "12 · 3 = 36, so it is 36.")]
    [InlineData("  \\(12 \\times 3 = \\boxed{36}\\)\n", "\\(12 \\times 3 = \\boxed{36}\\)")]
    [InlineData("<think>Shorter. {\"answer\": 35}?</think>\nIt is 36.", "It is 36.")]
    [InlineData("Here is the short answer:\n\nIt is 36.", "It is 36.")]
    [InlineData("Sure! Here's a condensed version of the answer:\nIt is 36.", "It is 36.")]
    [InlineData("**Short answer:** It is 36.", "It is 36.")]
    [InlineData("### Condensed answer:\nIt is 36.", "It is 36.")]
    [InlineData("```\nIt is 36.\n```", "It is 36.")]
    [InlineData("```python\nprint(12 * 3)\n```\nIt is 36.", "```python\nprint(12 * 3)\n```\nIt is 36.")]
    [InlineData("Short answer sheets do not matter here: 36", "Short answer sheets do not matter here: 36")]
    [InlineData("Es sind 36.", "Es sind 36.")]
    [InlineData("Thirty-six, by counting.", "Thirty-six, by counting.")]
    public void Read_ShortAnswer_IsTakenBare(string reply, string text) =>
        Assert.Equal($"condensed true, condensed_answer {text}", Read(reply, null, "stop"));

    [Theory]
    [InlineData("", null, "stop", "unreadable-reply: The reply is empty.")]
    [InlineData(null, "Let me see: 36", "stop", "unreadable-reply: The reply breaks off while the model is still reasoning.")]
    [InlineData("Here is the short answer:\n\n", null, "stop", "unreadable-reply: The reply is empty.")]
    [InlineData("It is 36, because twelve times", null, "length", "unreadable-reply: The reply breaks off.")]
    [InlineData("I'm sorry, but I can't help with that.", null, "stop", "refused: The model refused: “I'm sorry, but I can't help with that.”")]
    [InlineData("36 is near, but the answer is 35.", null, "stop", "unreadable-reply: It answers “35”, and what it condenses answers “36”.")]
    [InlineData("It is 36.", null, "content_filter", "refused: The server withheld the reply: content_filter.")]
    [InlineData("It is 35.", null, "stop", "unreadable-reply: It answers “It is 35.”, and what it condenses answers “36”.")]
    public void Read_OfNoUse_IsRejectedWithTheReason(string? reply, string? reasoning, string finish, string said) =>
        Assert.Equal(said, Read(reply, reasoning, finish));

    [Fact]
    public void Repair_AnotherResult_AsksForTheShortAnswerAgain()
    {
        var reply = Judged.Reply("It is 35.");
        var messages = Condense.Repair(Input, reply, Condense.Read(reply, Input).Rejection!);

        Assert.EndsWith("Reply with the short answer alone: no heading, and no remark before or after it.", messages[^1].Content);
        Assert.Contains("answers “36”.", messages[^1].Content);
    }

    static string Read(string? reply, string? reasoning, string finish) =>
        Judged.Said(Condense.Read(Judged.Reply(reply, reasoning, finish), Input));
}
