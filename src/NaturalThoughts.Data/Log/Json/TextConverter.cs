using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NaturalThoughts.Data.Log.Json;

/// <summary>
/// Text as JSON with only the escapes JSON asks for, so that people can read it and the bytes are the same under every version of the
/// Unicode tables. A UTF-16 unit that is no character (a lone surrogate) becomes U+FFFD, one unit for one unit: ids and keys, which are
/// hashes of UTF-8, are made with the same replacement, and offsets into the text stay right.
/// </summary>
sealed class TextConverter : JsonConverter<string>
{
    static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => Write(writer, value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Encoding.UTF8.GetBytes(value));

    /// <summary>Writes one string value.</summary>
    public static void Write(Utf8JsonWriter writer, string value)
    {
        var plain = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        var utf8 = plain.AsSpan(0, Encoding.UTF8.GetBytes(value, plain));
        var quoted = ArrayPool<byte>.Shared.Rent(utf8.Length + (6 * utf8.Length / 8) + 64);
        var length = 0;
        quoted[length++] = (byte)'"';
        while (true)
        {
            var run = utf8.IndexOfAny(Escaped);
            var copied = run < 0 ? utf8 : utf8[..run];
            quoted = Reserve(quoted, length, copied.Length + 7);
            copied.CopyTo(quoted.AsSpan(length));
            length += copied.Length;
            if (run < 0) break;
            length += Escape(utf8[run], quoted.AsSpan(length));
            utf8 = utf8[(run + 1)..];
        }

        quoted[length++] = (byte)'"';
        writer.WriteRawValue(quoted.AsSpan(0, length), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(quoted);
        ArrayPool<byte>.Shared.Return(plain);
    }

    static byte[] Reserve(byte[] buffer, int used, int more)
    {
        if (used + more <= buffer.Length) return buffer;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(used + more, (int)Math.Min(2L * buffer.Length, Array.MaxLength)));
        buffer.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    static int Escape(byte value, Span<byte> target)
    {
        var shortForm = value switch
        {
            (byte)'"' => (byte)'"',
            (byte)'\\' => (byte)'\\',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            _ => (byte)0,
        };
        target[0] = (byte)'\\';
        target[1] = shortForm is 0 ? (byte)'u' : shortForm;
        if (shortForm is not 0) return 2;
        target[2] = target[3] = (byte)'0';
        target[4] = (byte)('0' + (value >> 4));
        target[5] = (byte)"0123456789abcdef"[value & 15];
        return 6;
    }
}
