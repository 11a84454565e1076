using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace NaturalThoughts.Inference.Streaming;

/// <summary>Reads the body of a completion into a <see cref="ReplyBuilder"/>.</summary>
static class ReplyReader
{
    static ReadOnlySpan<byte> Done => "[DONE]"u8;

    /// <summary>Reads server-sent events until <c>[DONE]</c>, an error or the end.</summary>
    /// <param name="body">The stream; comments, CRLF and data over several lines are the parser's business.</param>
    /// <param name="reply">Takes the chunks in.</param>
    /// <param name="maxBytes">Cap of one event.</param>
    /// <param name="heard">Called whenever an event brought something.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>How the stream ended.</returns>
    /// <exception cref="JsonException">A chunk is not what it should be.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<StreamEnd> ReadEventsAsync(
        Stream body, ReplyBuilder reply, long maxBytes, Action heard, CancellationToken cancellation)
    {
        var capped = new CappedStream(body, maxBytes);
        await foreach (var item in SseParser.Create(capped, (kind, data) => Take(reply, kind, data)).EnumerateAsync(cancellation))
        {
            capped.Mark();
            if (item.Data.Progress) heard();
            if (item.Data.End is not StreamEnd.Cut) return item.Data.End;
        }

        return StreamEnd.Cut;
    }

    /// <summary>Reads the one JSON object of a server that does not stream.</summary>
    /// <inheritdoc cref="ReadEventsAsync"/>
    public static async Task<StreamEnd> ReadObjectAsync(Stream body, ReplyBuilder reply, long maxBytes, CancellationToken cancellation)
    {
        using var json = new MemoryStream();
        await new CappedStream(body, maxBytes).CopyToAsync(json, cancellation);
        reply.Add(json.GetBuffer().AsSpan(0, (int)json.Length));
        return reply.Error is null ? StreamEnd.Done : StreamEnd.Error;
    }

    static (bool Progress, StreamEnd End) Take(ReplyBuilder reply, string kind, ReadOnlySpan<byte> data)
    {
        if (data.Trim((byte)' ').SequenceEqual(Done)) return (false, StreamEnd.Done);
        if (kind is "error")
        {
            reply.Fail(Encoding.UTF8.GetString(data));
            return (false, StreamEnd.Error);
        }

        var progress = !data.IsEmpty && reply.Add(data);
        return (progress, reply.Error is null ? StreamEnd.Cut : StreamEnd.Error);
    }
}

/// <summary>How a body ended.</summary>
enum StreamEnd
{
    /// <summary>It just ended.</summary>
    Cut,

    /// <summary>With <c>[DONE]</c>, or as one whole object.</summary>
    Done,

    /// <summary>With an error object.</summary>
    Error,
}
