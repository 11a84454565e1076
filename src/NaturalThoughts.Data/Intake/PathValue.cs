using System.Text.Json;

namespace NaturalThoughts.Data.Intake;

/// <summary>What a path leads to.</summary>
/// <param name="Value">The value; undefined when there is none.</param>
/// <param name="IsAmbiguous">Whether there were several where only one makes sense.</param>
readonly record struct PathValue(JsonElement Value, bool IsAmbiguous)
{
    public bool IsAbsent => Value.ValueKind is JsonValueKind.Undefined;

    /// <summary>Whether it is there and neither null nor an empty text.</summary>
    public bool HasContent => Value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => false,
        JsonValueKind.String => !Value.ValueEquals(ReadOnlySpan<byte>.Empty),
        _ => true,
    };
}
