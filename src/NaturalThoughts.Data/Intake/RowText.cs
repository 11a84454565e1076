using System.Globalization;
using System.Text;
using System.Text.Json;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Data.Intake;

/// <summary>Reads text and numbers out of JSON values as sources write them.</summary>
static class RowText
{
    /// <summary>“a number”, “an object”: for messages.</summary>
    public static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null => "null",
        _ => "absent",
    };

    /// <summary>
    /// The text of a value: a string, or a list of message parts whose <c>text</c> is joined. Absent and null are null, without a fault.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="path">Its path, for the message.</param>
    /// <param name="scalars">Whether numbers and flags count as text (a reference answer of 42).</param>
    /// <param name="fault">Why there is no text though there is a value.</param>
    public static string? Read(JsonElement value, string path, bool scalars, out Rejection? fault)
    {
        fault = null;
        try
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Undefined or JsonValueKind.Null: return null;
                case JsonValueKind.String: return value.GetString();
                case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when scalars: return value.GetRawText();
                case JsonValueKind.Array when Parts(value) is { } joined: return joined;
                default:
                    fault = new("wrong-type", $"`{path}` is {KindOf(value)}, not a text.");
                    return null;
            }
        }
        catch (InvalidOperationException)
        {
            // The one thing GetString refuses in a string: an escaped half of a surrogate pair.
            fault = new("invalid-unicode", $"`{path}` holds half of a surrogate pair, which is no character.");
            return null;
        }
    }

    /// <summary>A finite number, given as a number, as text or as a flag (1 and 0).</summary>
    public static double? Number(JsonElement value)
    {
        var number = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            JsonValueKind.String when double.TryParse(Read(value, "", false, out _), CultureInfo.InvariantCulture, out var said) => said,
            _ => double.NaN,
        };
        return double.IsFinite(number) ? number : null;
    }

    /// <summary>A whole number of tokens.</summary>
    public static int? Count(JsonElement value) => Number(value) is >= 0 and <= int.MaxValue and var number ? (int)number : null;

    static string? Parts(JsonElement list)
    {
        var text = new StringBuilder();
        foreach (var part in list.EnumerateArray())
        {
            if (part.ValueKind is not JsonValueKind.Object) return null;
            if (part.TryGetProperty("text"u8, out var said) && said.ValueKind is JsonValueKind.String) text.Append(said.GetString());
        }

        return text.ToString();
    }
}
