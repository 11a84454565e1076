using System.Text.Json;
using System.Text.Json.Serialization;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Server.Api.Json;

/// <summary>Ids and digests as their 32 hex digits.</summary>
sealed class IdJson : JsonConverterFactory
{
    public override bool CanConvert(Type type) => type == typeof(QuestionId) || type == typeof(TraceId) || type == typeof(Digest);

    public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
        type == typeof(QuestionId) ? new AsText<QuestionId>(digest => new(digest.Value))
        : type == typeof(TraceId) ? new AsText<TraceId>(digest => new(digest.Value))
        : new AsText<Digest>(digest => digest);

    sealed class AsText<T>(Func<Digest, T> of) : JsonConverter<T> where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && Digest.TryParse(reader.GetString(), out var digest)
                ? of(digest)
                : throw new JsonException("An id is 32 hex digits.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
