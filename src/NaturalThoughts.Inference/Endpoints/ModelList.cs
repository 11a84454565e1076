using System.Collections.Immutable;
using System.Text.Json;

namespace NaturalThoughts.Inference.Endpoints;

/// <summary>Reads the answer of <c>GET /models</c>.</summary>
static class ModelList
{
    /// <summary>The models of <c>{"data":[…]}</c>, or of a bare list; null when it is neither.</summary>
    public static ImmutableArray<ServedModel>? Read(JsonElement root)
    {
        var list = root.ValueKind is JsonValueKind.Object && root.TryGetProperty("data", out var data) ? data : root;
        return list.ValueKind switch
        {
            JsonValueKind.Array => [.. list.EnumerateArray().Select(Model).OfType<ServedModel>()],
            JsonValueKind.Null => [],
            _ => null,
        };
    }

    static ServedModel? Model(JsonElement element) =>
        Text(element, "id") is { Length: > 0 } id
            ? new(id, Text(element, "root"), Text(element, "parent"), Number(element, "max_model_len") ?? Number(element, "context_length"))
            : null;

    static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString() : null;

    static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value)
            && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
