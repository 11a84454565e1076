using System.Text.Json;
using System.Text.Json.Serialization;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Server.Api.Json;

/// <summary>A feature as the JSON value it is; an infinity is ±1e999, as in the log.</summary>
sealed class FeatureJson : JsonConverter<FeatureValue>
{
    public override bool HandleNull => true;

    public override FeatureValue Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => FeatureValue.Null,
        JsonTokenType.True => FeatureValue.Of(true),
        JsonTokenType.False => FeatureValue.Of(false),
        JsonTokenType.Number => FeatureValue.Of(reader.GetDouble()),
        JsonTokenType.String => FeatureValue.Of(reader.GetString()),
        var other => throw new JsonException($"A feature's value is null, a flag, a number or a string, not {other}."),
    };

    public override void Write(Utf8JsonWriter writer, FeatureValue value, JsonSerializerOptions options)
    {
        if (value.IsNull) writer.WriteNullValue();
        else if (value.Flag is { } flag) writer.WriteBooleanValue(flag);
        else if (value.Text is { } text) writer.WriteStringValue(text);
        else if (double.IsInfinity(value.Number)) writer.WriteRawValue(value.Number > 0 ? "1e999"u8 : "-1e999"u8, true);
        else writer.WriteNumberValue(value.Number);
    }
}
