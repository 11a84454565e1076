using System.Text.Json;
using System.Text.Json.Serialization;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cli.Terminal;

/// <summary>Writes ids and digests as their 32 hex digits.</summary>
sealed class IdJson : JsonConverterFactory
{
    public override bool CanConvert(Type type) => type == typeof(QuestionId) || type == typeof(TraceId) || type == typeof(Digest);

    public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(AsText<>).MakeGenericType(type))!;

    sealed class AsText<T> : JsonConverter<T> where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}

/// <summary>Writes a feature as the JSON value it is.</summary>
sealed class FeatureJson : JsonConverter<FeatureValue>
{
    public override FeatureValue Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, FeatureValue value, JsonSerializerOptions options)
    {
        if (value.IsNull) writer.WriteNullValue();
        else if (value.Flag is { } flag) writer.WriteBooleanValue(flag);
        else if (value.Text is { } text) writer.WriteStringValue(text);
        else writer.WriteNumberValue(value.Number);
    }
}
