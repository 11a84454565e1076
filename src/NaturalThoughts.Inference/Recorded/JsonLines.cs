using Microsoft.Win32.SafeHandles;

namespace NaturalThoughts.Inference.Recorded;

/// <summary>The lines of a file that hold something, with their places.</summary>
static class JsonLines
{
    const int FirstBuffer = 1 << 16;

    static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Each line's 1-based number, its offset, and its bytes, which are good until the next one is asked for.</summary>
    public static IEnumerable<(int Line, long Offset, ReadOnlyMemory<byte> Bytes)> Read(SafeFileHandle file)
    {
        var buffer = new byte[FirstBuffer];
        var (start, filled, line) = (0L, 0, 0);
        while (true)
        {
            var read = RandomAccess.Read(file, buffer.AsSpan(filled), start + filled);
            filled += read;
            var begin = 0;
            while (NextEnd(buffer, begin, filled, last: read == 0) is var end and >= 0)
            {
                line++;
                var from = begin + (start + begin == 0 && buffer.AsSpan(0, end).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0);
                if (buffer.AsSpan(from, end - from).ContainsAnyExcept(" \t\r"u8))
                    yield return (line, start + from, buffer.AsMemory(from, end - from));
                begin = end + 1;
            }

            if (read == 0) yield break;
            (start, filled) = (start + begin, filled - begin);
            buffer.AsSpan(begin, filled).CopyTo(buffer);
            if (filled == buffer.Length) Array.Resize(ref buffer, checked(buffer.Length * 2));
        }
    }

    // The end of the line that begins here; the file's end closes its last line. -1: not in the buffer yet, or nothing left.
    static int NextEnd(byte[] buffer, int begin, int filled, bool last)
    {
        if (begin >= filled) return -1;
        var length = buffer.AsSpan(begin, filled - begin).IndexOf((byte)'\n');
        return length >= 0 ? begin + length : last ? filled : -1;
    }
}
