using System.Text.Json;
using System.Text.Json.Serialization;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Data.Log.Json;

/// <summary>Digests as 32 hex digits.</summary>
sealed class DigestConverter : JsonConverter<Digest>
{
    public override Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Digest.TryParse(reader.GetString(), out var digest) ? digest : throw new JsonException("An id is 32 hex digits.");

    public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options)
    {
        Span<byte> hex = stackalloc byte[32];
        value.WriteTo(hex);
        writer.WriteStringValue(hex);
    }
}

/// <summary>Question ids as 32 hex digits.</summary>
sealed class QuestionIdConverter : JsonConverter<QuestionId>
{
    static readonly DigestConverter Hex = new();

    public override QuestionId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(Hex.Read(ref reader, typeof(Digest), options).Value);

    public override void Write(Utf8JsonWriter writer, QuestionId value, JsonSerializerOptions options) =>
        Hex.Write(writer, new(value.Value), options);
}

/// <summary>Trace ids as 32 hex digits.</summary>
sealed class TraceIdConverter : JsonConverter<TraceId>
{
    static readonly DigestConverter Hex = new();

    public override TraceId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(Hex.Read(ref reader, typeof(Digest), options).Value);

    public override void Write(Utf8JsonWriter writer, TraceId value, JsonSerializerOptions options) =>
        Hex.Write(writer, new(value.Value), options);
}

/// <summary>Roles by name.</summary>
sealed class RoleConverter() : JsonStringEnumConverter<ModelRole>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
