using System.Collections.Frozen;
using System.Text.Json;

namespace NaturalThoughts.Data.Intake;

/// <summary>Reads why a model stopped from what sources say about it.</summary>
static class FinishReasons
{
    static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["stop"] = "stop",
        ["eos"] = "stop",
        ["end_turn"] = "stop",
        ["stop_sequence"] = "stop",
        ["length"] = "length",
        ["max_tokens"] = "length",
        ["model_length"] = "length",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary><c>stop</c>, <c>length</c>, or what the source says; a flag says whether the response is complete.</summary>
    public static string? Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "stop",
        JsonValueKind.False => "length",
        JsonValueKind.String when RowText.Read(value, "", false, out _) is { Length: > 0 } said => Known.GetValueOrDefault(said, said),
        _ => null,
    };
}
