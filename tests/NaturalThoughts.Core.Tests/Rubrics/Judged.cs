using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics;

namespace NaturalThoughts.Core.Tests.Rubrics;

/// <summary>A question with all that rubrics judge, and replies about it.</summary>
static class Judged
{
    public static readonly RubricInput Input = new()
    {
        Question = new()
        {
            Text = "What is {answer} in 12 * 3?", Id = QuestionId.Of("What is {answer} in 12 * 3?"), Source = "s", Reference = "thirty-six",
            Options = ["35", "36"],
        },
        Trace = new() { Reasoning = "Twelve times three. Wait, let me check.", Answer = "It is 36.", Closed = true },
        ReasoningTokens = 400,
        Baseline = new() { Answer = "It is 35.", Closed = true },
    };

    public static Rubric Rubric(string name, RubricOptions? options = null)
    {
        var rubric = Core.Rubrics.Rubric.Of(name, options ?? new());
        Assert.Empty(rubric.Problems);
        return rubric.Value!;
    }

    public static Response Reply(string? content, string? reasoning = null, string? finish = "stop") => new()
    {
        Request = Digest.Of("r"), Model = "m", Role = ModelRole.Annotator, Content = content, Reasoning = reasoning, FinishReason = finish,
    };

    /// <summary>“column value, …” or “reason: detail”.</summary>
    public static string Said(RubricReading reading) => reading.Ok
        ? string.Join(", ", reading.Values.Select(pair => $"{pair.Key} {pair.Value}"))
        : $"{reading.Rejection.Reason}: {reading.Rejection.Detail}";

    public static string Read(string rubric, string? content, string? reasoning = null, string? finish = "stop") =>
        Said(Rubric(rubric).Read(Reply(content, reasoning, finish), Input));
}
