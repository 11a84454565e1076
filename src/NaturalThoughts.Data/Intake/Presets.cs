using System.Collections.Immutable;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Data.Intake;

/// <summary>The layouts that are known by name. Paths are those of <see cref="RowPath"/>.</summary>
public static class Presets
{
    const string R1 = "deepseek-ai/DeepSeek-R1";
    const string Gemini = "gemini-2.0-flash-thinking-exp";
    const string Unknown = "unknown";

    /// <summary>All of them.</summary>
    public static ImmutableArray<Preset> All { get; } =
    [
        new("natural-reasoning",
        [
            new("question", new()
            {
                Question = "question",
                Reference = "reference_answer",
                Responses = [new() { Role = ModelRole.Baseline, Each = "responses", ModelColumn = "response_model", Content = "response" }],
            }),
        ]),
        new("openr1",
        [
            new("problem", new()
            {
                Question = "problem",
                Reference = "answer|solution",
                Topic = "problem_type",
                Responses =
                [
                    new()
                    {
                        Role = ModelRole.Teacher, Each = "generations", Model = R1, Content = "",
                        FinishReason = "$.finish_reasons.#|$.is_reasoning_complete.#",
                    },
                ],
            }),
        ]),
        new("openthoughts",
        [
            new("deepseek_reasoning", new()
            {
                Question = "problem",
                Reference = "ground_truth_solution",
                Domain = "domain",
                Topic = "source",
                Responses = [Trace(R1, "deepseek_solution", "deepseek_reasoning")],
            }),
            new("difficulty", new()
            {
                Question = "conversations.only(from=human,user).value",
                Domain = "domain",
                Topic = "source",
                Responses = [Trace("Qwen/QwQ-32B", "conversations.last(from=gpt,assistant).value")],
            }),
            new("conversations", new()
            {
                Question = "conversations.only(from=human,user).value",
                Responses = [Trace(R1, "conversations.last(from=gpt,assistant).value")],
            }),
        ]),
        new("s1",
        [
            new("deepseek_attempt|gemini_attempt", new()
            {
                Question = "question",
                Reference = "solution",
                Domain = "cot_type",
                Topic = "source_type",
                Responses =
                [
                    Trace(R1, "deepseek_attempt", "deepseek_thinking_trajectory"),
                    Trace(Gemini, "gemini_attempt", "gemini_thinking_trajectory"),
                ],
            }),
            new("attempt", new()
            {
                Question = "question",
                Reference = "solution",
                Domain = "cot_type",
                Topic = "source_type",
                Responses = [Trace(Gemini, "attempt", "thinking_trajectories.0")],
            }),
        ]),
        new("messages",
        [
            Chat("output", "input.only(role=user).content|input", "output", null),
            Chat("completion", "prompt.only(role=user).content|prompt", "completion.last(role=assistant).content|completion",
                "completion.last(role=assistant)"),
            Chat("messages", "messages.only(role=user).content", "messages.last(role=assistant).content", "messages.last(role=assistant)"),
            Chat("conversations", "conversations.only(from=human,user).value|conversations.only(role=user).content",
                "conversations.last(from=gpt,assistant).value|conversations.last(role=assistant).content",
                "conversations.last(role=assistant)"),
        ]),
        new("vllm-batch",
        [
            new("custom_id", new()
            {
                Question = "body.messages.only(role=user).content|request.body.messages.only(role=user).content"
                    + "|messages.only(role=user).content|question",
                Responses =
                [
                    new()
                    {
                        Role = ModelRole.Teacher,
                        Each = "response.body.choices|response.choices",
                        ModelColumn = "$.response.body.model|$.response.model|$.body.model|$.request.body.model",
                        Model = Unknown,
                        Content = "message.content",
                        Reasoning = "message.reasoning_content|message.reasoning",
                        FinishReason = "finish_reason",
                        Tokens = "$.response.body.usage.completion_tokens|$.response.usage.completion_tokens",
                        ReasoningTokens = "$.response.body.usage.completion_tokens_details.reasoning_tokens"
                            + "|$.response.usage.completion_tokens_details.reasoning_tokens",
                        Error = "$.error|$.response.body.error|$.response.error",
                    },
                ],
            }, ExpectsResponses: true),
        ],
        "Batch output does not repeat the request: copy `body` of the input row with the same `custom_id` into each row."),
    ];

    /// <summary>Their names.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(preset => preset.Name)];

    /// <summary>The preset of a name; null when there is none.</summary>
    public static Preset? Find(string name) => All.FirstOrDefault(preset => preset.Name == name);

    static ResponseMap Trace(string model, string content, string? reasoning = null) =>
        new() { Role = ModelRole.Teacher, Model = model, Content = content, Reasoning = reasoning };

    static PresetLayout Chat(string sign, string question, string content, string? message) => new(sign, new()
    {
        Question = question,
        Reference = "reference_answer|answer",
        Domain = "domain|category",
        License = "license",
        Responses =
        [
            new()
            {
                Role = ModelRole.Teacher,
                ModelColumn = "model|generator",
                Model = Unknown,
                Content = content,
                Reasoning = message is null ? null : $"{message}.reasoning_content|{message}.reasoning",
                FinishReason = "finish_reason",
            },
        ],
    });
}
