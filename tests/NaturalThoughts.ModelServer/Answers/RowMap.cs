using System.Collections.Immutable;
using System.Text.Json;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Inference.Recorded;

namespace NaturalThoughts.ModelServers.Answers;

/// <summary>Where other people's rows keep what a recorded response has:
/// <c>question=user_message,reasoning=result.reasoning_trace</c>.</summary>
/// <remarks>A path's first name is looked for in the row's part (see <c>each</c>), then in the row.</remarks>
public sealed class RowMap
{
    static readonly ImmutableArray<string> Names = ["question", "reasoning", "content", "model", "finish_reason", "each"];

    readonly ImmutableDictionary<string, string[]> _paths;

    RowMap(ImmutableDictionary<string, string[]> paths) => _paths = paths;

    /// <summary>Reads <c>NAME=PATH,…</c>, a path being names with dots between them; <c>each</c>
    /// names a list of a row with a response in each part.</summary>
    public static Checked<RowMap> Parse(string text)
    {
        var paths = ImmutableDictionary.CreateBuilder<string, string[]>();
        var problems = new List<Problem>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', StringSplitOptions.TrimEntries) is not [var name, { Length: > 0 } path])
                problems.Add(new($"`{part}` maps nothing.", Expected: "NAME=PATH, such as reasoning=result.reasoning_trace"));
            else if (!Names.Contains(name))
            {
                var near = NearestName.DidYouMean(name, Names);
                problems.Add(new($"A response has no `{name}`.", Expected: string.Join(", ", Names), Fix: near));
            }
            else if (!paths.TryAdd(name, path.Split('.'))) problems.Add(new($"`{name}` is mapped twice."));
        }

        if (problems.Count == 0 && !(paths.ContainsKey("question") && (paths.ContainsKey("content") || paths.ContainsKey("reasoning"))))
            problems.Add(new("The map is not enough for an answer.", Expected: "`question`, and `content` or `reasoning`, or both"));
        return problems.Count > 0 ? new(problems) : new(new RowMap(paths.ToImmutable()));
    }

    /// <summary>The responses of a row: those that have a question and a text.</summary>
    internal IEnumerable<RecordedRow> Read(JsonElement row)
    {
        if (!_paths.TryGetValue("each", out var each)) return Response(row, row) is { } one ? [one] : [];
        return At(row, each) is { ValueKind: JsonValueKind.Array } parts
            ? parts.EnumerateArray().Select(part => Response(part, row)).OfType<RecordedRow>()
            : [];
    }

    RecordedRow? Response(JsonElement part, JsonElement row)
    {
        var (question, content, reasoning) = (Text("question"), Text("content"), Text("reasoning"));
        return question is null || content is null && reasoning is null ? null : new()
        {
            Question = QuestionId.Of(question),
            Model = Text("model") ?? RecordedAnswers.AnyModel,
            Content = content,
            Reasoning = reasoning,
            FinishReason = Text("finish_reason") ?? "stop",
        };

        string? Text(string name) =>
            _paths.TryGetValue(name, out var path) && (At(part, path) ?? At(row, path)) is { ValueKind: JsonValueKind.String } text
                ? text.GetString() : null;
    }

    static JsonElement? At(JsonElement element, string[] path)
    {
        foreach (var name in path)
            if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        return element;
    }
}
