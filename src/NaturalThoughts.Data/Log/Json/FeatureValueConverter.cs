using System.Text.Json;
using System.Text.Json.Serialization;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Data.Log.Json;

/// <summary>A feature's value as the JSON value it looks like: null, true, false, a number or a string.</summary>
sealed class FeatureValueConverter : JsonConverter<FeatureValue>
{
    public override bool HandleNull => true;

    public override FeatureValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
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
        else if (value.Text is { } text) TextConverter.Write(writer, text);
        else NumberConverter.Write(writer, value.Number);
    }
}
