using System.Runtime.CompilerServices;

namespace NaturalThoughts.Data.Intake;

/// <summary>Reads the elements of one top-level JSON array, one at a time; row numbers are their places from 1.</summary>
static class JsonArray
{
    /// <param name="buffer">Stands at the opening bracket.</param>
    /// <param name="maxRowBytes">Longest element.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static async IAsyncEnumerable<RawRow> Read(
        RowBuffer buffer, int maxRowBytes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        buffer.Advance(1);
        var row = 1L;
        while (true)
        {
            var (stop, length, isTooLong, isClosed) = await Element(buffer, maxRowBytes, cancellation);
            if (stop is ValueScanner.Stop.None)
            {
                if (isTooLong) yield return JsonRow.TooLong(row++, maxRowBytes);
                else if (isClosed) yield return JsonRow.Parse(row++, buffer.First(length));
                yield return new(row, null, buffer.Broken ?? new("truncated-file", "The file ends before its array is closed."));
                yield break;
            }

            var isLast = stop is ValueScanner.Stop.Outer;
            if (isTooLong || length > maxRowBytes) yield return JsonRow.TooLong(row, maxRowBytes);
            else if (!JsonLines.IsBlank(buffer.Bytes[..length])) yield return JsonRow.Parse(row, buffer.First(length));
            else if (!isLast || row > 1) yield return RawRow.Bad(row, "not-json", "A comma without an element.");

            var end = buffer.Bytes[length];
            buffer.Advance(length + 1);
            row++;
            if (!isLast) continue;
            if (end == '}') yield return RawRow.Bad(row, "not-json", "A brace closes what was never opened; reading stops.");
            else if (await HasMore(buffer, cancellation)) yield return RawRow.Bad(row, "not-json", "Text follows the end of the array.");
            else if (buffer.Broken is { } broken) yield return new(row, null, broken);
            yield break;
        }
    }

    /// <summary>
    /// Scans to the end of an element: what ended it, how many bytes of it are in the buffer, whether its beginning was dropped for
    /// its length, and whether its last bracket was closed.
    /// </summary>
    static async ValueTask<(ValueScanner.Stop Stop, int Length, bool IsTooLong, bool IsClosed)> Element(
        RowBuffer buffer, int maxRowBytes, CancellationToken cancellation)
    {
        var scanner = new ValueScanner();
        var length = 0;
        var (isTooLong, isClosed) = (false, false);
        while (true)
        {
            var stop = scanner.Scan(buffer.Bytes, length, out length);
            if (stop is ValueScanner.Stop.Closed)
            {
                isClosed = true;
                length++;
                continue;
            }

            if (stop is not ValueScanner.Stop.None) return (stop, length, isTooLong, isClosed);
            if (length > maxRowBytes)
            {
                buffer.Advance(length);
                (length, isTooLong) = (0, true);
            }

            if (!await buffer.Fill(cancellation)) return (stop, length, isTooLong, isClosed);
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
