using System.Text.Json;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cli.Replay;

/// <summary>What a chat completion asks, as far as a recorded response is found by it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Question">The question the last message of the user puts.</param>
/// <param name="Seed">The seed; null where there is none.</param>
/// <param name="Stream">Whether the answer is streamed.</param>
/// <param name="Usage">Whether a stream ends with token counts.</param>
sealed record ReplayRequest(string Model, QuestionId Question, long? Seed, bool Stream, bool Usage)
{
    /// <summary>What a prompt has in place of the question.</summary>
    public const string Placeholder = "{question}";

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="prompt">What the question stands in.</param>
    /// <exception cref="JsonException">It is no such request.</exception>
    public static ReplayRequest Parse(JsonElement body, string prompt)
    {
        if (body.ValueKind is not JsonValueKind.Object) throw new JsonException("The body is no object.");
        var stream = Is(body, "stream");
        return new(
            Member(body, "model", JsonValueKind.String)?.GetString() ?? throw new JsonException("`model` is missing."),
            QuestionId.Of(Bare(LastOfUser(body), prompt)),
            Member(body, "seed", JsonValueKind.Number) is { } seed && seed.TryGetInt64(out var value) ? value : null,
            stream,
            stream && Member(body, "stream_options", JsonValueKind.Object) is { } options && Is(options, "include_usage"));
    }

    static string LastOfUser(JsonElement body)
    {
        var messages = Member(body, "messages", JsonValueKind.Array) ?? throw new JsonException("`messages` is missing.");
        foreach (var message in messages.EnumerateArray().Reverse())
            if (message.ValueKind is JsonValueKind.Object && Member(message, "role", JsonValueKind.String)?.GetString() == "user")
                return Member(message, "content", JsonValueKind.String)?.GetString()
                    ?? throw new JsonException("The `content` of the last message of the user is no text.");
        throw new JsonException("`messages` has none of the user.");
    }

    static string Bare(string text, string prompt)
    {
        var place = prompt.IndexOf(Placeholder, StringComparison.Ordinal);
        var (before, after) = (prompt[..place], prompt[(place + Placeholder.Length)..]);
        return text.Length >= before.Length + after.Length && text.StartsWith(before, StringComparison.Ordinal)
            && text.EndsWith(after, StringComparison.Ordinal) ? text[before.Length..^after.Length] : text;
    }

    static bool Is(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True;

    static JsonElement? Member(JsonElement element, string name, JsonValueKind kind) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
