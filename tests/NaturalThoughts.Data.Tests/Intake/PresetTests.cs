using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Data.Intake;

namespace NaturalThoughts.Data.Tests.Intake;

public sealed class PresetTests : IDisposable
{
    const string R1 = "deepseek-ai/DeepSeek-R1";

    readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void Names_Are_TheKnownLayouts() =>
        Assert.Equal(["natural-reasoning", "openr1", "openthoughts", "s1", "messages", "vllm-batch"], Presets.Names);

    [Fact]
    public async Task NaturalReasoning_Responses_AreBaselines()
    {
        var rows = await Read("natural-reasoning", """
            {"question":"Q","reference_answer":"A","responses":[{"response_model":"meta-llama/Llama-3.3-70B-Instruct","response":"R"}]}
            {"question":"Q2","reference_answer":""}
            """);
        Assert.Equal(("Q", "A"), (rows[0].Intake.Question!.Text, rows[0].Intake.Question!.Reference));
        Assert.Equal((ModelRole.Baseline, "meta-llama/Llama-3.3-70B-Instruct", "R"), Said(rows[0]));
        Assert.Null(rows[1].Intake.Question!.Reference);
        Assert.Empty(rows[1].Responses);
    }

    [Fact]
    public async Task OpenR1_Lists_RunInStep()
    {
        var row = Assert.Single(await Read("openr1", """
            {"problem":"P","solution":"S","answer":"42","problem_type":"Algebra","question_type":"math-word-problem","source":"olympiads","uuid":"u",
             "is_reasoning_complete":[true,false,true],"generations":["<think>a</think>1","<think>b",null],"correctness_math_verify":[true,false,false],
             "correctness_llama":null,"finish_reasons":null,"correctness_count":1,"messages":[{"role":"user","content":"P"}]}
            """));
        var question = row.Intake.Question!;
        Assert.Equal(("P", "42", "Algebra"), (question.Text, question.Reference, question.Labels["topic"]));
        Assert.Equal(("<think>a</think>1", "stop", 0), (row.Response(0).Content, row.Response(0).FinishReason, row.Response(0).Sample));
        Assert.Equal(("<think>b", "length", 1), (row.Response(1).Content, row.Response(1).FinishReason, row.Response(1).Sample));
        Assert.Equal(("empty-response", R1, 2), (row.Attempt(2).Failure.Reason, row.Attempt(2).Model, row.Attempt(2).Sample));
    }

    [Fact]
    public async Task OpenR1_FinishReasons_WinOverCompleteness()
    {
        var row = Assert.Single(await Read("openr1", """
            {"problem":"P","solution":"S","answer":null,"generations":["a","b"],"is_reasoning_complete":[true,false],"finish_reasons":["length",null]}
            """));
        Assert.Equal("S", row.Intake.Question!.Reference);
        Assert.Equal(("length", "length"), (row.Response(0).FinishReason, row.Response(1).FinishReason));
    }

    [Fact]
    public async Task OpenThoughts_ThreeLayouts_ByTheirColumns()
    {
        var rows = await Read("openthoughts", """
            {"system":"You are","conversations":[{"from":"user","value":"Q1"},{"from":"assistant","value":"<|begin_of_thought|>…"}]}
            {"problem":"Q2","deepseek_reasoning":"R2","deepseek_solution":"S2","ground_truth_solution":"T2","domain":"math","source":"numina_math"}
            {"difficulty":8,"source":"ai2-adapt-dev/openmath-2-math","domain":"math","conversations":[{"from":"human","value":"Q3"},{"from":"gpt","value":"<think>r</think>a"}]}
            {"system":"","conversations":[{"from":"user","value":"a"},{"from":"assistant","value":"b"},{"from":"user","value":"c"},{"from":"assistant","value":"d"}]}
            """);
        Assert.Equal(["1:Q1", "2:Q2", "3:Q3", "4:multi-turn"], rows.Outcomes());
        Assert.Equal((ModelRole.Teacher, R1, "<|begin_of_thought|>…"), Said(rows[0]));
        Assert.Equal((ModelRole.Teacher, R1, "S2"), Said(rows[1]));
        var second = rows[1].Intake.Question!;
        Assert.Equal(("R2", "T2", "math"), (rows[1].Response().Reasoning, second.Reference, second.Labels["domain"]));
        Assert.Equal((ModelRole.Teacher, "Qwen/QwQ-32B", "<think>r</think>a"), Said(rows[2]));
    }

    [Fact]
    public async Task S1_Both_TrajectoriesAreTraces()
    {
        var rows = await Read("s1", """
            {"question":"Q","solution":"128","cot_type":"math","source_type":"AI-MO/NuminaMath-CoT/aops_forum","metadata":"{}","gemini_thinking_trajectory":"GT","gemini_attempt":"GA","deepseek_thinking_trajectory":"DT","deepseek_attempt":"DA","gemini_grade":"No","deepseek_grade":"Yes"}
            {"question":"Q2","solution":"1","cot_type":"math","source_type":"x","metadata":"{}","cot":null,"thinking_trajectories":["T"],"attempt":"A"}
            {"question":"Q3","solution":"1","deepseek_thinking_trajectory":"DT","deepseek_attempt":"DA"}
            """);
        Assert.Equal((ModelRole.Teacher, R1, "DA"), Said(rows[0]));
        Assert.Equal((ModelRole.Teacher, "gemini-2.0-flash-thinking-exp", "GA"), Said(rows[0], 1));
        Assert.Equal(("DT", "GT"), (rows[0].Response().Reasoning, rows[0].Response(1).Reasoning));
        Assert.Equal((1, "A", "T"), (rows[1].Responses.Length, rows[1].Response().Content, rows[1].Response().Reasoning));
        Assert.Equal((1, "DA"), (rows[2].Responses.Length, rows[2].Response().Content));
    }

    [Fact]
    public async Task Messages_Chats_LastAnswerToTheOnlyQuestion()
    {
        var rows = await Read("messages", """
            {"messages":[{"role":"system","content":"S"},{"role":"user","content":"Q1"},{"role":"assistant","content":"A1","reasoning_content":"R1"}],"model":"m"}
            {"messages":[{"role":"user","content":"Q2"},{"role":"assistant","content":[{"type":"text","text":"A2"}],"reasoning":"R2"}]}
            {"input":[{"role":"user","content":"Q3"}],"output":"<think>r</think>A3","reasoning":"on","system_prompt":"detailed thinking on","category":"science","license":"cc-by-4.0","generator":"DeepSeek-R1"}
            {"prompt":[{"role":"user","content":"Q4"}],"completion":[{"role":"assistant","content":"A4"}]}
            {"prompt":"Q5","completion":"A5"}
            {"conversations":[{"from":"human","value":"Q6"},{"from":"gpt","value":"A6"}]}
            {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"},{"role":"assistant","content":"d"}]}
            {"messages":[{"role":"user","content":"Q8"}]}
            """);
        Assert.Equal(["1:Q1", "2:Q2", "3:Q3", "4:Q4", "5:Q5", "6:Q6", "7:multi-turn", "8:Q8"], rows.Outcomes());
        Assert.Equal(["A1", "A2", "<think>r</think>A3", "A4", "A5", "A6"], rows.Take(6).Select(row => row.Response().Content));
        Assert.Equal(
            [("m", "R1"), ("unknown", "R2"), ("DeepSeek-R1", null)],
            rows.Take(3).Select(row => (row.Response().Model, row.Response().Reasoning)));
        Assert.Equal(("science", "cc-by-4.0"), (rows[2].Intake.Question!.Labels["domain"], rows[2].Intake.Question!.License));
        Assert.Empty(rows[7].Responses);
    }

    [Fact]
    public async Task VllmBatch_Responses_WithTheRequestsQuestion()
    {
        var rows = await Read("vllm-batch", """
            {"id":"v1","custom_id":"1","response":{"status_code":200,"request_id":"r","body":{"id":"c","model":"Qwen/QwQ-32B","choices":[{"index":0,"message":{"role":"assistant","content":"A","reasoning_content":"R"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":7}}},"error":null,"body":{"model":"q","messages":[{"role":"user","content":"Q1"}]}}
            {"id":"v2","custom_id":"2","response":{"model":"q","choices":[{"message":{"content":"A","reasoning":"R"},"finish_reason":"length"},{"message":{"content":"B"}}],"usage":{"completion_tokens":7}},"error":null,"body":{"messages":[{"role":"user","content":"Q2"}]}}
            {"id":"v3","custom_id":"3","response":{"status_code":400,"body":null},"error":{"message":"too long","code":400},"body":{"model":"q","messages":[{"role":"user","content":"Q3"}]}}
            {"id":"v4","custom_id":"4","response":null,"error":null,"body":{"model":"q","messages":[{"role":"user","content":"Q4"}]}}
            {"id":"v5","custom_id":"5","response":{"body":{"model":"q","choices":[{"message":{"content":"A"}}]}},"error":null}
            """);
        Assert.Equal(["1:Q1", "2:Q2", "3:Q3", "4:Q4", "5:missing-question"], rows.Outcomes());
        Assert.Equal((ModelRole.Teacher, "Qwen/QwQ-32B", "A"), Said(rows[0]));
        var (first, second) = (rows[0].Response(), rows[1].Response());
        Assert.Equal(("R", "stop", 7), (first.Reasoning, first.FinishReason, first.Usage?.Completion));
        Assert.Equal(("R", "length", null, 1), (second.Reasoning, second.FinishReason, second.Usage, rows[1].Response(1).Sample));
        Assert.Equal((new Rejection("source-error", "too long"), "q"), (rows[2].Attempt().Failure, rows[2].Attempt().Model));
        Assert.Equal("empty-response", rows[3].Attempt().Failure.Reason);
        Assert.Contains("copy `body`", rows[4].Intake.Rejected!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preset_ColumnsOfTheSpec_WinOverIt()
    {
        var source = Sample.Source("natural-reasoning") with
        {
            Columns = new() { Reference = "truth", Responses = [Sample.Teacher("trace")] },
        };
        var row = Assert.Single(await _sample.ReadText(
            """{"question":"Q","reference_answer":"A","truth":"T","trace":"X","responses":[{"response_model":"m","response":"R"}]}""", source));
        Assert.Equal("T", row.Intake.Question!.Reference);
        Assert.Equal((ModelRole.Teacher, "m", "X"), Said(row));
        Assert.Single(row.Responses);
    }

    // Raw literals break long rows for reading; the file has one row a line.
    Task<List<IntakeRow>> Read(string preset, string text) =>
        _sample.ReadText(text.Replace("\n ", " ", StringComparison.Ordinal), Sample.Source(preset));

    static (ModelRole, string, string?) Said(IntakeRow row, int at = 0) =>
        (row.Response(at).Role, row.Response(at).Model, row.Response(at).Content);
}
