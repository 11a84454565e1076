using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Intake;

namespace NaturalThoughts.Data.Tests.Intake;

/// <summary>Whole public files, with the counts that are known of them.</summary>
public sealed class SharedDataTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("kimi-k2-thinking", 199, 1)]
    [InlineData("claude-4.5-haiku", 200, 0)]
    public async Task MmluPro200_ErrorRows_AreAttempts(string file, int responses, int errors)
    {
        var rows = await Read($"mmlu-pro-200/{file}.jsonl", new()
        {
            Question = "meta.problem",
            Reference = "meta.answer",
            Options = "meta.candidates",
            Domain = "meta.domain",
            Responses =
            [
                new()
                {
                    Role = ModelRole.Teacher,
                    Model = file,
                    Content = "result.response",
                    Reasoning = "result.reasoning_trace",
                    Error = "result.error",
                    Tokens = "result.metadata.response_metadata.usage.output_tokens",
                    FinishReason = "result.metadata.response_metadata.stop_reason",
                },
            ],
        });
        Expect(rows, questions: 200, unique: 200, responses, attempts: errors);
        Assert.All(rows, row => Assert.DoesNotContain("\n\nA. A.", row.Intake.Question!.Text, StringComparison.Ordinal));
        Assert.Equal("7,000 [Btu/Ib]", rows[0].Intake.Question!.Options[0]);
        foreach (var attempt in rows.SelectMany(row => row.Responses).OfType<AttemptFact>())
        {
            Assert.Equal("source-error", attempt.Failure.Reason);
            Assert.Contains("502 Bad Gateway", attempt.Failure.Detail, StringComparison.Ordinal);
            Assert.DoesNotContain('<', attempt.Failure.Detail);
        }
    }

    [Fact]
    public async Task Gsm8k_FourLiteralMaps_FourTracesAQuestion()
    {
        string[] models = ["6b_finetuning", "6b_verification", "175b_finetuning", "175b_verification"];
        var rows = await Read("gsm8k/example_model_solutions.jsonl", new()
        {
            Reference = "ground_truth",
            Responses = [.. models.Select(model => Sample.Teacher($"{model}.solution") with { Model = model })],
        });
        Expect(rows, questions: 1319, unique: 1319, responses: 4 * 1319, attempts: 0);
    }

    [Fact]
    public async Task R1Math_Array_IsStreamed()
    {
        var rows = await Read("r1-math/traces.json", new()
        {
            Question = "problem_text",
            Reference = "ground_truth_solution",
            Topic = "problem_type",
            Responses = [Sample.Teacher("generated_cot")],
        });
        Expect(rows, questions: 487, unique: 487, responses: 487, attempts: 0);
    }

    [Fact]
    public async Task Pcmb_ReasoningApart_WithTokens()
    {
        var rows = await Read("pcmb/traces.jsonl", new()
        {
            Question = "question",
            Options = "options",
            Reference = "answer_letter",
            Domain = "subject",
            Responses =
            [
                new()
                {
                    Role = ModelRole.Teacher,
                    ModelColumn = "teacher_model",
                    Content = "answer_text",
                    Reasoning = "reasoning",
                    ReasoningTokens = "reasoning_tokens",
                },
            ],
        }, ImmutableSortedDictionary<string, string>.Empty.Add("total_tokens", "total_tokens"));
        Expect(rows, questions: 413, unique: 413, responses: 413, attempts: 0);
        Assert.Equal((329, "deepseek-reasoner"), (rows[0].Response().Usage?.Reasoning, rows[0].Response().Model));
        Assert.Equal(585, rows[0].Intake.Question!.Scores["total_tokens"]);
    }

    [Fact]
    public async Task MmluPro2000_TwelveModelsARow()
    {
        var rows = await Read("mmlu-pro-2000/multimodel.jsonl", new()
        {
            Options = "options",
            Reference = "reference_answer",
            Domain = "category",
            Responses = [new() { Role = ModelRole.Baseline, Each = "responses", ModelColumn = "response_model", Content = "response" }],
        });
        Expect(rows, questions: 2000, unique: 1991, responses: 24_000, attempts: 0);
        Assert.Equal(12, rows[0].Responses.Cast<ResponseFact>().Select(fact => fact.Response.Model).Distinct().Count());
    }

    void Expect(List<IntakeRow> rows, int questions, int unique, int responses, int attempts)
    {
        var facts = rows.SelectMany(row => row.Responses).ToList();
        var merged = QuestionMerge.Fold(rows.Select(row => row.Intake)).Length;
        var asked = rows.Count(row => row.Intake.Question is not null);
        var counts = (asked, merged, facts.OfType<ResponseFact>().Count(), facts.OfType<AttemptFact>().Count());
        output.WriteLine($"{rows.Count} rows: {counts}");
        Assert.Equal((questions, unique, responses, attempts), counts);
    }

    static Task<List<IntakeRow>> Read(string path, ColumnMap columns, ImmutableSortedDictionary<string, string>? features = null)
    {
        var source = new SourceSpec { Path = path, Name = path, Columns = columns };
        return Sample.Read(features is null ? source : source with { Features = features }, SharedData.Folder());
    }
}
