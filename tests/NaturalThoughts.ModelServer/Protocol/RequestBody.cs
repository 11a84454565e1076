using System.Buffers;
using System.IO.Pipelines;

namespace NaturalThoughts.ModelServers.Protocol;

/// <summary>What a request's bytes are read into.</summary>
delegate T BodyParser<T>(ReadOnlySpan<byte> body);

/// <summary>Reads the body of a request.</summary>
static class RequestBody
{
    /// <summary>Gives the whole body to a parser, without a copy where it came in one piece.</summary>
    public static async ValueTask<T> ReadAsync<T>(PipeReader reader, BodyParser<T> parse, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            try
            {
                return Parse(read.Buffer, parse);
            }
            finally
            {
                reader.AdvanceTo(read.Buffer.End);
            }
        }
    }

    static T Parse<T>(ReadOnlySequence<byte> body, BodyParser<T> parse)
    {
        if (body.IsSingleSegment) return parse(body.FirstSpan);
        var rented = ArrayPool<byte>.Shared.Rent((int)body.Length);
        try
        {
            body.CopyTo(rented);
            return parse(rented.AsSpan(0, (int)body.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
