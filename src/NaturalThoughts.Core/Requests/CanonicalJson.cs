using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NaturalThoughts.Core.Requests;

/// <summary>JSON in one spelling: members in ordinal order, no white space, numbers as a reader of doubles would write them back.</summary>
static class CanonicalJson
{
    public static string Of(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, element);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(Number(element));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    static string Number(JsonElement element)
    {
        var raw = element.GetRawText();
        // Integers keep all their digits; a double would lose those of a long seed.
        if (raw.AsSpan().IndexOfAny('.', 'e', 'E') < 0) return raw;
        return element.TryGetDouble(out var value) && double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : raw;
    }
}
