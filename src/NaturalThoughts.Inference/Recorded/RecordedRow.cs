using System.Text.Json;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Inference.Recorded;

/// <summary>One stored response.</summary>
public sealed record RecordedRow
{
    /// <summary>The question, given by its text or its id.</summary>
    public required QuestionId Question { get; init; }

    /// <summary>The name servers know the model by.</summary>
    public required string Model { get; init; }

    /// <summary>0-based sample number; null: in the order of the rows.</summary>
    public int? Sample { get; init; }

    /// <summary>For a reply of an annotator or judge: the rubric.</summary>
    public string? Rubric { get; init; }

    /// <summary>For such a reply about a trace: the trace's id, or the name of the model that wrote it; null: whichever trace.</summary>
    public string? About { get; init; }

    /// <summary>With a model's name in <see cref="About"/>: the trace's sample number; null: whichever.</summary>
    public int? AboutSample { get; init; }

    /// <summary>Whether it is the reply to the request made after one that could not be read.</summary>
    public bool Repair { get; init; }

    /// <summary>The content.</summary>
    public string? Content { get; init; }

    /// <summary>The reasoning, where it stands apart.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The finish reason; <c>stop</c> where the row has none.</summary>
    public string FinishReason { get; init; } = "stop";

    /// <summary>Token counts, in the field names of chat completions.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Reads a row.</summary>
    /// <exception cref="JsonException">Not JSON, or a member is missing or of the wrong kind.</exception>
    public static RecordedRow Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        if (reader.Read()) throw new JsonException("The line goes on after the object.");
        var root = document.RootElement;
        if (root.ValueKind is not JsonValueKind.Object) throw new JsonException($"The line is a {root.ValueKind}, not an object.");
        var row = new RecordedRow
        {
            Question = QuestionOf(root),
            Model = Text(root, "model") ?? throw new JsonException("`model` is missing."),
            Sample = Number(root, "sample"),
            Rubric = Text(root, "rubric"),
            About = Text(root, "about"),
            AboutSample = Number(root, "about_sample"),
            Repair = Flag(root, "repair"),
            Content = Text(root, "content"),
            Reasoning = Text(root, "reasoning") ?? Text(root, "reasoning_content"),
            FinishReason = Text(root, "finish_reason") ?? "stop",
            Usage = UsageOf(root),
        };
        if (row.Sample < 0) throw new JsonException("`sample` is negative.");
        if (row.Rubric is null && (row.About is not null || row.Repair)) throw new JsonException("`about` and `repair` want a `rubric`.");
        if (row.About is null && row.AboutSample is not null) throw new JsonException("`about_sample` wants a model in `about`.");
        return row.Content is null && row.Reasoning is null ? throw new JsonException("`content` and `reasoning` are both missing.") : row;
    }

    static QuestionId QuestionOf(JsonElement root)
    {
        if (Text(root, "question") is { } text) return QuestionId.Of(text);
        var id = Text(root, "question_id") ?? throw new JsonException("`question` and `question_id` are both missing.");
        return QuestionId.TryParse(id, out var question)
            ? question : throw new JsonException("`question_id` is not an id of 32 hex digits.");
    }

    static TokenUsage? UsageOf(JsonElement root)
    {
        if (Member(root, "usage", JsonValueKind.Object) is not { } usage) return null;
        var details = Member(usage, "completion_tokens_details", JsonValueKind.Object);
        return new(
            Number(usage, "prompt_tokens"),
            Number(usage, "completion_tokens"),
            (details is { } known ? Number(known, "reasoning_tokens") : null) ?? Number(usage, "reasoning_tokens"));
    }

    static string? Text(JsonElement element, string name) => Member(element, name, JsonValueKind.String)?.GetString();

    static int? Number(JsonElement element, string name) => Member(element, name, JsonValueKind.Number) is not { } number ? null
        : number.TryGetInt32(out var value) ? value
        : throw new JsonException($"`{name}` is not a whole number.");

    static bool Flag(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            var kind => throw new JsonException($"`{name}` is a {kind}, not true or false."),
        };

    static JsonElement? Member(JsonElement element, string name, JsonValueKind kind)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null) return null;
        return value.ValueKind == kind ? value : throw new JsonException($"`{name}` is a {value.ValueKind}, not a {kind}.");
    }
}
