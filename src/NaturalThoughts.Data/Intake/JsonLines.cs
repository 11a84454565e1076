using System.Runtime.CompilerServices;

namespace NaturalThoughts.Data.Intake;

/// <summary>Reads one JSON object a line; row numbers are line numbers, blank lines say nothing.</summary>
static class JsonLines
{
    public static async IAsyncEnumerable<RawRow> Read(
        RowBuffer buffer, int maxRowBytes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var row = 1L;
        var scanned = 0;
        var tooLong = false;
        while (true)
        {
            var newline = buffer.Bytes[scanned..].IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var length = scanned + newline;
                if (tooLong || length > maxRowBytes) yield return JsonRow.TooLong(row, maxRowBytes);
                else if (!IsBlank(buffer.Bytes[..length])) yield return JsonRow.Parse(row, buffer.First(length));
                buffer.Advance(length + 1);
                (scanned, tooLong) = (0, false);
                row++;
                continue;
            }

            scanned = buffer.Bytes.Length;
            if (scanned > maxRowBytes)
            {
                buffer.Advance(scanned);
                (scanned, tooLong) = (0, true);
            }

            if (!await buffer.Fill(cancellation)) break;
        }

        if (tooLong)
        {
            yield return JsonRow.TooLong(row++, maxRowBytes);
        }
        else if (!IsBlank(buffer.Bytes) && JsonRow.Parse(row, buffer.First(scanned), atEnd: true) is var last
            && (last.Document is not null || buffer.Broken is null))
        {
            yield return last;
            row++;
        }

        if (buffer.Broken is { } broken) yield return new(row, null, broken);
    }

    internal static bool IsBlank(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept(" \t\r\n"u8) < 0;
}
