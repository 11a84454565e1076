using System.Text.Json;

namespace NaturalThoughts.Inference.Endpoints;

/// <summary>What a server says went wrong, in any of the spellings in use: <c>{"error":{message,type,code}}</c>, <c>{"error":"…"}</c>,
/// <c>{"message"}</c>, <c>{"detail"}</c>, or plain text.</summary>
/// <param name="Message">Its sentence, cut to 300 characters.</param>
/// <param name="Code">Its code or type, where there is one.</param>
/// <param name="Status">Its HTTP status, where the code is one: in a stream it is the only one there is.</param>
sealed record ServerError(string Message, string? Code = null, int? Status = null)
{
    const int MaxMessage = 300;

    public static ServerError Parse(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Of(document.RootElement) ?? Plain(body);
        }
        catch (JsonException)
        {
            // Proxies answer in HTML or text; that text is what there is to tell.
            return Plain(body);
        }
    }

    /// <summary>The error in an object, or null when it holds none.</summary>
    public static ServerError? Of(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object) return null;
        if (root.TryGetProperty("error", out var error) && error.ValueKind is not (JsonValueKind.Null or JsonValueKind.False))
            return error.ValueKind is JsonValueKind.Object ? OfObject(error) : new(Cut(error.ToString()));
        return root.TryGetProperty("choices", out _) ? null : OfMembers(root);
    }

    static ServerError OfObject(JsonElement error) => OfMembers(error) ?? new(Cut(error.GetRawText()), CodeOf(error), StatusOf(error));

    static ServerError? OfMembers(JsonElement error)
    {
        foreach (var name in (ReadOnlySpan<string>)["message", "detail"])
            if (error.TryGetProperty(name, out var message) && message.ValueKind is not JsonValueKind.Null)
                return new(Cut(message.ToString()), CodeOf(error), StatusOf(error));
        return null;
    }

    static string? CodeOf(JsonElement error) =>
        error.TryGetProperty("code", out var code) && code.ValueKind is JsonValueKind.String ? code.GetString()
        : error.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String ? type.GetString()
        : null;

    static int? StatusOf(JsonElement error)
    {
        if (!error.TryGetProperty("code", out var code)) return null;
        var status = code.ValueKind is JsonValueKind.Number && code.TryGetInt32(out var number) ? number
            : code.ValueKind is JsonValueKind.String && int.TryParse(code.GetString(), out var parsed) ? parsed
            : 0;
        return status is >= 400 and < 600 ? status : null;
    }

    static ServerError Plain(string body) => new(Cut(body.Trim()));

    static string Cut(string text) => text.Length <= MaxMessage ? text : $"{text.AsSpan(0, MaxMessage)}…";
}
