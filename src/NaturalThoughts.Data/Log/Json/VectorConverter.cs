using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NaturalThoughts.Data.Log.Json;

/// <summary>Vectors as Base64 of 16-bit integers, the low byte first.</summary>
sealed class VectorConverter : JsonConverter<ImmutableArray<short>>
{
    public override ImmutableArray<short> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes) ? OfBytes(bytes)
            : throw new JsonException("A vector is Base64.");

    public override void Write(Utf8JsonWriter writer, ImmutableArray<short> value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(BytesOf(value));

    /// <summary>A vector as text, as it stands in JSON.</summary>
    public static byte[] TextOf(ImmutableArray<short> vector) => Encoding.ASCII.GetBytes(Convert.ToBase64String(BytesOf(vector)));

    /// <summary>Reads a vector's text.</summary>
    /// <exception cref="JsonException">It is no vector.</exception>
    public static ImmutableArray<short> OfText(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? OfBytes(bytes.AsSpan(0, length))
            : throw new JsonException("A vector is Base64.");
    }

    static byte[] BytesOf(ImmutableArray<short> vector)
    {
        var bytes = new byte[vector.Length * sizeof(short)];
        for (var at = 0; at < vector.Length; at++) BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(at * sizeof(short)), vector[at]);
        return bytes;
    }

    static ImmutableArray<short> OfBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % sizeof(short) != 0) throw new JsonException("A vector has two bytes for each dimension.");
        var vector = ImmutableArray.CreateBuilder<short>(bytes.Length / sizeof(short));
        for (var at = 0; at < bytes.Length; at += sizeof(short)) vector.Add(BinaryPrimitives.ReadInt16LittleEndian(bytes[at..]));
        return vector.MoveToImmutable();
    }
}
