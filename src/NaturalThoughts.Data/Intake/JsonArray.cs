using System.Runtime.CompilerServices;

namespace NaturalThoughts.Data.Intake;

/// <summary>Reads the elements of one top-level JSON array, one at a time; row numbers are their places from 1.</summary>
static class JsonArray
{
    /// <param name="buffer">Stands at the opening bracket.</param>
    /// <param name="maxRowBytes">Longest element.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static async IAsyncEnumerable<RawRow> Read(RowBuffer buffer, int maxRowBytes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        buffer.Advance(1);
        var row = 1L;
        var tooLong = false;
        while (true)
        {
            var scanner = new ValueScanner();
            var scanned = 0;
            var closed = false;
            ValueScanner.Stop stop;
            while ((stop = scanner.Scan(buffer.Bytes, scanned, out scanned)) is ValueScanner.Stop.None or ValueScanner.Stop.Closed)
            {
                if (stop is ValueScanner.Stop.Closed)
                {
                    closed = true;
                    scanned++;
                    continue;
                }

                if (scanned > maxRowBytes)
                {
                    buffer.Advance(scanned);
                    (scanned, tooLong) = (0, true);
                }

                if (!await buffer.Fill(cancellation)) break;
            }

            if (stop is ValueScanner.Stop.None)
            {
                if (tooLong) yield return JsonRow.TooLong(row++, maxRowBytes);
                else if (closed) yield return JsonRow.Parse(row++, buffer.First(scanned));
                yield return new(row, null, buffer.Broken ?? new("truncated-file", "The file ends before its array is closed; what stands before was read."));
                yield break;
            }

            var isEmpty = !tooLong && JsonLines.IsBlank(buffer.Bytes[..scanned]);
            if (tooLong || scanned > maxRowBytes) yield return JsonRow.TooLong(row, maxRowBytes);
            else if (!isEmpty) yield return JsonRow.Parse(row, buffer.First(scanned));
            else if (stop is ValueScanner.Stop.Comma || row > 1) yield return RawRow.Bad(row, "not-json", "The array has a comma without an element.");

            var last = buffer.Bytes[scanned];
            buffer.Advance(scanned + 1);
            (tooLong, row) = (false, row + 1);
            if (stop is ValueScanner.Stop.Comma) continue;
            if (last == '}') yield return RawRow.Bad(row, "not-json", "A brace closes what was never opened; the array cannot be read past it.");
            else if (await HasMore(buffer, cancellation)) yield return RawRow.Bad(row, "not-json", "Text follows the end of the array; it was not read.");
            else if (buffer.Broken is { } broken) yield return new(row, null, broken);
            yield break;
        }
    }

    static async ValueTask<bool> HasMore(RowBuffer buffer, CancellationToken cancellation)
    {
        do
        {
            if (!JsonLines.IsBlank(buffer.Bytes)) return true;
            buffer.Advance(buffer.Bytes.Length);
        }
        while (await buffer.Fill(cancellation));
        return false;
    }
}
