using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace NaturalThoughts.ModelServers.Protocol;

/// <summary>What a request for a chat completion asks, and the digests that name it.</summary>
/// <remarks>A digest covers members as they are spelt, in any order: who asks the same again spells it the same.</remarks>
readonly record struct ChatRequest
{
    /// <summary>The name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The text of the last message of the user.</summary>
    public required string Question { get; init; }

    /// <summary>Bytes of all messages' texts.</summary>
    public required int PromptBytes { get; init; }

    /// <summary>Names the request: all members but those that say how the answer is sent.</summary>
    public required UInt128 Content { get; init; }

    /// <summary>Names what is asked: the messages.</summary>
    public required UInt128 Asked { get; init; }

    /// <summary>Names whose answer to it this is: model, messages and seed.</summary>
    public required UInt128 Answer { get; init; }

    /// <summary>The seed.</summary>
    public long? Seed { get; init; }

    /// <summary>Most tokens of the answer.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>JSON schema that the answer shall have; null: none.</summary>
    public string? Schema { get; init; }

    /// <summary>Whether it is to be streamed.</summary>
    public bool Stream { get; init; }

    /// <summary>Whether the stream ends with the usage.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>Reads a request's body.</summary>
    /// <exception cref="JsonException">No JSON, or no such request; the message says what is wrong.</exception>
    public static ChatRequest Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject) throw new JsonException("The body is no JSON object.");
        string? model = null;
        string? schema = null;
        (string Question, int Bytes)? messages = null;
        var (content, asked, answer) = (UInt128.Zero, UInt128.Zero, UInt128.Zero);
        (long? seed, int? maxTokens, bool stream, bool usage) = (null, null, false, false);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var first = reader;
            reader.Skip();
            var value = json[start..(int)reader.BytesConsumed];
            if (name.SequenceEqual("stream"u8)) stream = first.TokenType is JsonTokenType.True;
            else if (name.SequenceEqual("stream_options"u8)) usage = WantsUsage(value);
            else
            {
                var digest = XxHash128.HashToUInt128(value, (long)XxHash3.HashToUInt64(name));
                // Sums, so that the order of the members says nothing.
                content += digest;
                if (name.SequenceEqual("model"u8)) (model, answer) = (Text(ref first, "model"), answer + digest);
                else if (name.SequenceEqual("messages"u8)) (messages, asked, answer) = (MessagesOf(value), digest, answer + digest);
                else if (name.SequenceEqual("response_format"u8)) schema = SchemaOf(value);
                else if (name.SequenceEqual("seed"u8)) (seed, answer) = (Number(ref first, "seed"), answer + digest);
                else if (name.SequenceEqual("max_tokens"u8) || name.SequenceEqual("max_completion_tokens"u8))
                    maxTokens = Limit(ref first) ?? maxTokens;
                else if (name.SequenceEqual("n"u8) && Number(ref first, "n") > 1) throw new JsonException("`n` above 1 is not served.");
            }
        }

        while (reader.Read()) { }
        var (question, bytes) = messages ?? throw new JsonException("`messages` is missing.");
        return new()
        {
            Model = model ?? throw new JsonException("`model` is missing."),
            Question = question,
            PromptBytes = bytes,
            Content = content,
            Asked = asked,
            Answer = answer,
            Seed = seed,
            MaxTokens = maxTokens,
            Schema = schema,
            Stream = stream,
            IncludeUsage = usage,
        };
    }

    static (string Question, int Bytes) MessagesOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray) throw new JsonException("`messages` is no array.");
        var (question, bytes) = ("", 0);
        while (reader.Read() && reader.TokenType is JsonTokenType.StartObject)
        {
            var (user, text) = (false, "");
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var (role, content) = (reader.ValueTextEquals("role"u8), reader.ValueTextEquals("content"u8));
                reader.Read();
                if (role) user = reader.ValueTextEquals("user"u8);
                else if (content) text = TextOf(ref reader);
                else reader.Skip();
            }

            bytes += Encoding.UTF8.GetByteCount(text);
            if (user) question = text;
        }

        return (question, bytes);
    }

    // A content is a text, or a list of parts of which some are texts.
    static string TextOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Null) return "";
        if (reader.TokenType is JsonTokenType.String) return reader.GetString()!;
        using var parts = JsonDocument.ParseValue(ref reader);
        if (parts.RootElement.ValueKind is not JsonValueKind.Array) throw new JsonException("The `content` of a message is no text.");
        return string.Concat(parts.RootElement.EnumerateArray()
            .Select(part => part.ValueKind is JsonValueKind.Object && part.TryGetProperty("text", out var text) ? text.ToString() : ""));
    }

    static string? SchemaOf(ReadOnlySpan<byte> json)
    {
        var format = JsonElement.Parse(json);
        return format.ValueKind is JsonValueKind.Object && format.TryGetProperty("json_schema", out var named)
            && named.TryGetProperty("schema", out var schema) ? schema.GetRawText() : null;
    }

    static bool WantsUsage(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
            if (reader.TokenType is JsonTokenType.PropertyName && reader.ValueTextEquals("include_usage"u8))
                return reader.Read() && reader.TokenType is JsonTokenType.True;
        return false;
    }

    static string Text(ref Utf8JsonReader value, string name) =>
        value.TokenType is JsonTokenType.String ? value.GetString()! : throw new JsonException($"`{name}` is no text.");

    static long? Number(ref Utf8JsonReader value, string name) => value.TokenType is JsonTokenType.Null ? null
        : value.TokenType is JsonTokenType.Number && value.TryGetInt64(out var number) ? number
        : throw new JsonException($"`{name}` is no whole number.");

    static int? Limit(ref Utf8JsonReader value) => Number(ref value, "max_tokens") switch
    {
        null => null,
        < 1 => throw new JsonException("`max_tokens` must be at least 1."),
        var number => (int)Math.Min(number.Value, int.MaxValue),
    };
}
