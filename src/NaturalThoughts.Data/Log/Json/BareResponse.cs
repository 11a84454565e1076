using System.Buffers;

namespace NaturalThoughts.Data.Log.Json;

/// <summary>A response's line without its texts, for readers that want none. In a text with escapes the JSON reader looks at each byte for
/// itself; here all between two escapes is passed over at once, which is most of the bytes of a tail of segments.</summary>
static class BareResponse
{
    // Shorter ones are not worth it.
    const int LeastText = 256;

    static readonly SearchValues<byte> Ends = SearchValues.Create("\"\\"u8);

    /// <summary>The line with its long texts empty, in a buffer; false: it is another fact's, or has none.</summary>
    public static bool TryShorten(ReadOnlySpan<byte> line, ArrayBufferWriter<byte> into)
    {
        if (line.Length < LeastText || !line.StartsWith("{\"fact\":\"response\","u8)) return false;
        into.ResetWrittenCount();
        var copied = 0;
        for (var at = 0; line[at..].IndexOf((byte)'"') is var found and >= 0;)
        {
            var begin = at + found + 1;
            var end = EndOf(line, begin);
            if (end < 0) return false;
            if (end - begin >= LeastText && IsText(line[..(begin - 1)]))
            {
                into.Write(line[copied..begin]);
                copied = end;
            }

            at = end + 1;
        }

        into.Write(line[copied..]);
        return copied > 0;
    }

    // No other member of a response or of what is in it has one of these names, and none has names of its own choice.
    static bool IsText(ReadOnlySpan<byte> before) => before.EndsWith("\"content\":"u8) || before.EndsWith("\"reasoning\":"u8);

    static int EndOf(ReadOnlySpan<byte> line, int at)
    {
        while (line[at..].IndexOfAny(Ends) is var found and >= 0)
        {
            if (line[at + found] == '"') return at + found;
            at += found + 2;
            if (at > line.Length) return -1;
        }

        return -1;
    }
}
