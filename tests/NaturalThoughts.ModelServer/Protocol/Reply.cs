using System.Buffers;
using System.Text;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.ModelServers.Answers;

namespace NaturalThoughts.ModelServers.Protocol;

/// <summary>Writes an answer as chunks of a stream, or as one object.</summary>
/// <remarks>Nothing in it depends on the time: the same request and answer give the same bytes.</remarks>
sealed class Reply
{
    /// <summary>What stands for the time of every answer: 1 January 2026.</summary>
    const string Created = "1767225600";

    static readonly byte[] ContentField = "content"u8.ToArray();

    readonly Answer _answer;
    readonly byte[] _field;
    readonly ReadOnlyMemory<byte> _reasoning;
    readonly ReadOnlyMemory<byte> _content;
    readonly byte[] _head;

    /// <summary>An answer to a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="field">Where its reasoning goes.</param>
    public Reply(in ChatRequest request, Answer answer, ReasoningField field)
    {
        (Request, _answer) = (request, answer);
        _field = field is ReasoningField.Reasoning ? "reasoning"u8.ToArray() : "reasoning_content"u8.ToArray();
        (_reasoning, _content) = field is ReasoningField.Think ? (default, Tagged(answer)) : (answer.Reasoning, answer.Content);
        var head = new ArrayBufferWriter<byte>(256);
        var kind = request.Stream ? "chat.completion.chunk" : "chat.completion";
        var id = $"chatcmpl-{new Digest(request.Content)}";
        head.Write(Encoding.UTF8.GetBytes($"{{\"id\":\"{id}\",\"object\":\"{kind}\",\"created\":{Created},\"model\":\""));
        JsonText.Write(head, Encoding.UTF8.GetBytes(request.Model));
        head.Write("\",\"choices\":["u8);
        _head = head.WrittenSpan.ToArray();
    }

    /// <summary>What it answers.</summary>
    public ChatRequest Request { get; }

    /// <summary>Bytes of text in it.</summary>
    public int Length => _reasoning.Length + _content.Length;

    /// <summary>Writes the chunk that comes before the text.</summary>
    public void WriteStart(IBufferWriter<byte> into) =>
        Chunk(into, """{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}"""u8);

    /// <summary>Writes a chunk of text: as much as is asked for, up to where a field ends, never half a character.</summary>
    /// <param name="into">Takes it.</param>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it is to end.</param>
    /// <returns>Where it ends, which is beyond <paramref name="from"/>.</returns>
    public int WriteText(IBufferWriter<byte> into, int from, int to)
    {
        var reasoning = from < _reasoning.Length;
        var text = reasoning ? _reasoning.Span : _content.Span;
        var offset = reasoning ? 0 : _reasoning.Length;
        var end = Utf8.Boundary(text, to - offset);
        if (end <= from - offset) end = Utf8.Next(text, from - offset);
        into.Write("data: "u8);
        into.Write(_head);
        into.Write("""{"index":0,"delta":{"""u8);
        into.Write("\""u8);
        into.Write(reasoning ? _field : ContentField);
        into.Write("\":\""u8);
        JsonText.Write(into, text[(from - offset)..end]);
        into.Write("\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n"u8);
        return end + offset;
    }

    /// <summary>Writes what comes after the text: the finish reason, the usage where it is wanted, and <c>[DONE]</c>.</summary>
    public void WriteEnd(IBufferWriter<byte> into)
    {
        Chunk(into, Encoding.UTF8.GetBytes($$$"""{"index":0,"delta":{},"logprobs":null,"finish_reason":"{{{_answer.FinishReason}}}"}]}"""));
        if (Request.IncludeUsage) Chunk(into, Encoding.UTF8.GetBytes($"],{Usage()}}}"));
        into.Write("data: [DONE]\n\n"u8);
    }

    /// <summary>Writes a chunk that breaks off.</summary>
    public void WriteMalformed(IBufferWriter<byte> into) => Chunk(into, """{"index":0,"delta":{"content":"and th"""u8);

    /// <summary>Writes the answer as one object.</summary>
    public void WriteWhole(IBufferWriter<byte> into)
    {
        into.Write(_head);
        into.Write("""{"index":0,"message":{"role":"assistant","content":"""u8);
        into.Write("\""u8);
        JsonText.Write(into, _content.Span);
        into.Write("\""u8);
        if (_reasoning.Length > 0)
        {
            into.Write(",\""u8);
            into.Write(_field);
            into.Write("\":\""u8);
            JsonText.Write(into, _reasoning.Span);
            into.Write("\""u8);
        }

        into.Write(Encoding.UTF8.GetBytes($$$"""},"logprobs":null,"finish_reason":"{{{_answer.FinishReason}}}"}],{{{Usage()}}}}"""));
    }

    void Chunk(IBufferWriter<byte> into, ReadOnlySpan<byte> rest)
    {
        into.Write("data: "u8);
        into.Write(_head);
        into.Write(rest);
        into.Write("\n\n"u8);
    }

    string Usage()
    {
        var prompt = Answer.TokensOf(Request.PromptBytes);
        var details = $"{{\"reasoning_tokens\":{_answer.ReasoningTokens}}}";
        var counts = $"\"prompt_tokens\":{prompt},\"completion_tokens\":{_answer.Tokens},\"total_tokens\":{prompt + _answer.Tokens}";
        return $"\"usage\":{{{counts},\"completion_tokens_details\":{details}}}";
    }

    // An answer cut within its reasoning has no closing tag.
    static ReadOnlyMemory<byte> Tagged(Answer answer)
    {
        var closing = answer is { FinishReason: "length", Content.IsEmpty: true } ? default : "\n</think>\n\n"u8;
        return (byte[])[.. "<think>\n"u8, .. answer.Reasoning.Span, .. closing, .. answer.Content.Span];
    }
}
