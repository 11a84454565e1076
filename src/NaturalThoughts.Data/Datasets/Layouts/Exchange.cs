namespace NaturalThoughts.Data.Datasets.Layouts;

/// <summary>What a student sees and should say.</summary>
/// <param name="System">The system prompt; null: none.</param>
/// <param name="Question">What the user asks.</param>
/// <param name="Response">What the assistant says, thinking included.</param>
/// <param name="Rejected">What it should rather not say; null where nothing is compared.</param>
public readonly record struct Exchange(string? System, string Question, string Response, string? Rejected = null)
{
    /// <summary>The exchange a row teaches under a plan.</summary>
    public static Exchange Of(DatasetRow row, DatasetPlan plan)
    {
        var mode = row.EmittedMode;
        return new(
            plan.SystemPrompt(mode) is { } system ? WellFormed.Of(system) : null,
            WellFormed.Of(row.Question.Text),
            mode is RowMode.System2 ? Whole(row.Reasoning, row.Answer) : WellFormed.Of(row.EmittedAnswer ?? ""),
            row.Rejected is { } rejected ? Whole(rejected.Reasoning, rejected.Answer) : null);
    }

    static string Whole(string? reasoning, string? answer) => string.IsNullOrWhiteSpace(reasoning)
        ? WellFormed.Of(answer ?? "")
        : Think(WellFormed.Of(reasoning), answer is null ? null : WellFormed.Of(answer));

    /// <summary>Reasoning and answer as DeepSeek-R1 writes them and Qwen3's template splits them:
    /// “&lt;think&gt;⏎R⏎&lt;/think&gt;⏎⏎A”.</summary>
    /// <remarks>
    /// Line breaks at the edges of both parts are dropped so that there are always exactly these. Reasoning that broke off before an answer
    /// stays open: an end the teacher never wrote would teach to stop there.
    /// </remarks>
    public static string Think(string reasoning, string? answer)
    {
        // Long texts are copied once.
        var thought = reasoning.AsSpan().Trim("\r\n");
        return answer is null ? string.Concat("<think>\n", thought)
            : string.Concat("<think>\n", thought, "\n</think>\n\n", answer.AsSpan().Trim("\r\n"));
    }
}
