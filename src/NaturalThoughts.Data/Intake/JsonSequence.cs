using System.Runtime.CompilerServices;

namespace NaturalThoughts.Data.Intake;

/// <summary>
/// Reads JSON objects that stand one after another, each over several lines (as pretty-printers write them); row numbers are their places
/// from 1.
/// </summary>
static class JsonSequence
{
    public static async IAsyncEnumerable<RawRow> Read(
        RowBuffer buffer, int maxRowBytes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var row = 1L; await FirstByte(buffer, cancellation) is { } first; row++)
        {
            if (first != '{')
            {
                yield return RawRow.Bad(row, "not-json", "Something other than an object starts here; the file was not read past it.");
                yield break;
            }

            var scanner = new ValueScanner();
            var scanned = 0;
            var tooLong = false;
            ValueScanner.Stop stop;
            while ((stop = scanner.Scan(buffer.Bytes, scanned, out scanned)) is ValueScanner.Stop.None)
            {
                if (scanned > maxRowBytes)
                {
                    buffer.Advance(scanned);
                    (scanned, tooLong) = (0, true);
                }

                if (!await buffer.Fill(cancellation)) break;
            }

            if (stop is ValueScanner.Stop.None)
            {
                yield return new(row, null, buffer.Broken ?? new("truncated-file", "The file ends within this row."));
                yield break;
            }

            var length = scanned + 1;
            yield return tooLong || length > maxRowBytes ? JsonRow.TooLong(row, maxRowBytes) : JsonRow.Parse(row, buffer.First(length));
            buffer.Advance(length);
        }
    }

    static async ValueTask<byte?> FirstByte(RowBuffer buffer, CancellationToken cancellation)
    {
        while (true)
        {
            var at = buffer.Bytes.IndexOfAnyExcept(" \t\r\n"u8);
            if (at >= 0)
            {
                buffer.Advance(at);
                return buffer.Bytes[0];
            }

            buffer.Advance(buffer.Bytes.Length);
            if (!await buffer.Fill(cancellation)) return null;
        }
    }
}
