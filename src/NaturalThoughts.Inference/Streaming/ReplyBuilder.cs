using System.Buffers;
using System.Text;
using System.Text.Json;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Tokens;

namespace NaturalThoughts.Inference.Streaming;

/// <summary>Puts one reply together from the chunks of a stream, or from the one object of a server that does not stream.</summary>
/// <remarks>Every form of reasoning comes out the same: <c>reasoning_content</c>, <c>reasoning</c>, or both with the same text, in
/// <c>delta</c> or <c>message</c>.</remarks>
sealed class ReplyBuilder(long maxBytes)
{
    readonly StringBuilder _content = new();
    readonly StringBuilder _reasoning = new();
    long _bytes;

    /// <summary>What was said; null when nothing was.</summary>
    public string? Content => _content.Length > 0 ? _content.ToString() : null;

    /// <summary>The reasoning sent apart; null when there was none.</summary>
    public string? Reasoning => _reasoning.Length > 0 ? _reasoning.ToString() : null;

    public bool HasText => _content.Length > 0 || _reasoning.Length > 0;

    public string? FinishReason { get; private set; }

    public TokenUsage? Usage { get; private set; }

    /// <summary>Tokens it took so far: as the server counted, else an estimate.</summary>
    public long Tokens => Usage?.Completion ?? TokenEstimate.Of(Content, Reasoning);

    public ReasoningForm Form { get; private set; }

    /// <summary>An error object within the stream, as JSON.</summary>
    public string? Error { get; private set; }

    /// <summary>Takes a chunk in.</summary>
    /// <returns>Whether it brought text, an end or usage: a sign of life.</returns>
    /// <exception cref="JsonException">Not a chat completion chunk.</exception>
    /// <exception cref="ResponseTooLargeException">More text than a response may hold.</exception>
    public bool Add(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        Expect(ref reader, JsonTokenType.StartObject);
        var progress = false;
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("choices"u8)) progress |= AddChoices(ref reader);
            else if (reader.ValueTextEquals("usage"u8)) progress |= AddUsage(ref reader);
            else if (reader.ValueTextEquals("error"u8)) AddError(ref reader);
            else if (reader.ValueTextEquals("object"u8)) AddKind(ref reader, json);
            else Skip(ref reader);
        }

        while (reader.Read()) { }
        return progress;
    }

    /// <summary>The server said that it failed.</summary>
    /// <param name="error">What it sent.</param>
    public void Fail(string error) => Error ??= error;

    bool AddChoices(ref Utf8JsonReader reader)
    {
        if (!Enter(ref reader, JsonTokenType.StartArray)) return false;
        var progress = false;
        for (var first = true; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; first = false)
        {
            if (first && reader.TokenType is JsonTokenType.StartObject) progress = AddChoice(ref reader);
            else reader.Skip();
        }

        return progress;
    }

    bool AddChoice(ref Utf8JsonReader reader)
    {
        var progress = false;
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("message"u8)) progress |= AddMessage(ref reader);
            else if (reader.ValueTextEquals("finish_reason"u8)) progress |= AddFinishReason(ref reader);
            else Skip(ref reader);
        }

        return progress;
    }

    bool AddMessage(ref Utf8JsonReader reader)
    {
        if (!Enter(ref reader, JsonTokenType.StartObject)) return false;
        var (progress, reasoned) = (false, false);
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("content"u8)) progress |= AddContent(ref reader);
            else if (reader.ValueTextEquals("reasoning_content"u8))
                reasoned |= AddReasoning(ref reader, ReasoningForm.ReasoningContent, reasoned);
            else if (reader.ValueTextEquals("reasoning"u8)) reasoned |= AddReasoning(ref reader, ReasoningForm.Reasoning, reasoned);
            else Skip(ref reader);
        }

        return progress || reasoned;
    }

    bool AddContent(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => Append(_content, ref reader),
            JsonTokenType.Null => false,
            _ => throw new JsonException($"The content is no text but a {reader.TokenType}."),
        };
    }

    // Both fields in one message say the same; the second is not added again.
    bool AddReasoning(ref Utf8JsonReader reader, ReasoningForm form, bool already)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.String)
        {
            reader.Skip();
            return false;
        }

        if (reader.ValueSpan.Length == 0) return false;
        Form |= form;
        return already || Append(_reasoning, ref reader);
    }

    bool Append(StringBuilder text, ref Utf8JsonReader reader)
    {
        var bytes = reader.ValueSpan.Length;
        if (bytes == 0) return false;
        if ((_bytes += bytes) > maxBytes) throw new ResponseTooLargeException();
        var rented = ArrayPool<char>.Shared.Rent(bytes);
        try
        {
            text.Append(rented.AsSpan(0, reader.CopyString(rented)));
        }
        catch (InvalidOperationException broken)
        {
            throw new JsonException("A text is not valid UTF-8, or holds half a surrogate pair.", broken);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return true;
    }

    bool AddFinishReason(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.String || reader.ValueSpan.Length == 0)
        {
            reader.Skip();
            return false;
        }

        FinishReason = reader.GetString();
        return true;
    }

    bool AddUsage(ref Utf8JsonReader reader)
    {
        if (!Enter(ref reader, JsonTokenType.StartObject)) return false;
        var usage = new TokenUsage();
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("prompt_tokens"u8)) usage = usage with { Prompt = Count(ref reader) };
            else if (reader.ValueTextEquals("completion_tokens"u8)) usage = usage with { Completion = Count(ref reader) };
            else if (reader.ValueTextEquals("reasoning_tokens"u8)) usage = usage with { Reasoning = Count(ref reader) ?? usage.Reasoning };
            else if (reader.ValueTextEquals("completion_tokens_details"u8))
                usage = usage with { Reasoning = ReasoningTokens(ref reader) ?? usage.Reasoning };
            else Skip(ref reader);
        }

        Usage = usage;
        return true;
    }

    static int? ReasoningTokens(ref Utf8JsonReader reader)
    {
        if (!Enter(ref reader, JsonTokenType.StartObject)) return null;
        int? tokens = null;
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("reasoning_tokens"u8)) tokens = Count(ref reader);
            else Skip(ref reader);
        }

        return tokens;
    }

    void AddError(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Null) return;
        using var error = JsonDocument.ParseValue(ref reader);
        Fail($"{{\"error\":{error.RootElement.GetRawText()}}}");
    }

    // Older servers send their errors as `{"object":"error","message":…}`.
    void AddKind(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.String && reader.ValueTextEquals("error"u8)) Fail(Encoding.UTF8.GetString(json));
        reader.Skip();
    }

    static int? Count(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var count) && count >= 0) return count;
        reader.Skip();
        return null;
    }

    // Steps into a value of this kind; null is as good as absent, anything else is not a completion.
    static bool Enter(ref Utf8JsonReader reader, JsonTokenType start)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Null) return false;
        return reader.TokenType == start ? true : throw new JsonException($"A {reader.TokenType} stands where a {start} belongs.");
    }

    static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type) throw new JsonException("A chunk is not a JSON object.");
    }

    static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType is JsonTokenType.PropertyName;

    static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
