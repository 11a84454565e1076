using System.Text.Json;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Data.Log.Json;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Data.Log.Ranges;

/// <summary>A row group of a range, read and checked.</summary>
/// <param name="file">The file it was read from.</param>
/// <param name="segments">Each row's segment.</param>
/// <param name="rows">Each row's row in it.</param>
/// <param name="lines">Each row's line.</param>
/// <param name="contents">Each row's content; null: texts were not read.</param>
/// <param name="reasonings">Each row's reasoning; null: texts were not read.</param>
sealed class RangeGroup(string file, int[] segments, int[] rows, TextColumn lines, TextColumn? contents, TextColumn? reasonings) : FactBlock
{
    /// <summary>How many rows it has.</summary>
    public int Rows => segments.Length;

    /// <inheritdoc/>
    public override long Bytes => (long)lines.Length + (contents?.Length ?? 0) + (reasonings?.Length ?? 0) + (20L * Rows);

    /// <summary>Where a row stands in the log.</summary>
    public FactPosition Position(int row) => new(segments[row], rows[row]);

    /// <summary>A row's line as the range keeps it.</summary>
    public ReadOnlyMemory<byte> Line(int row) => lines[row]!.Value;

    /// <summary>A row's content.</summary>
    public ReadOnlyMemory<byte>? Content(int row) => contents?[row];

    /// <summary>A row's reasoning.</summary>
    public ReadOnlyMemory<byte>? Reasoning(int row) => reasonings?[row];

    /// <inheritdoc/>
    public override LoggedFact[] ReadAll(FactPosition from, bool texts)
    {
        var start = IndexOf(from);
        if (start < 0) start = ~start;
        var facts = new LoggedFact[Rows - start];
        for (var row = start; row < Rows; row++)
            facts[row - start] = texts ? new(Read(row), Position(row)) : new(Parse(row, texts: false), Position(row));
        return facts;
    }

    /// <inheritdoc/>
    public override Fact? Find(FactPosition position) => IndexOf(position) is >= 0 and var row ? Read(row) : null;

    /// <summary>Reads the fact of a row's line, without the texts beside it.</summary>
    public Fact Parse(int row, bool texts = true)
    {
        try
        {
            return FactJson.Read(Line(row).Span, texts);
        }
        catch (JsonException e)
        {
            // Its checksum was right, so this is not damage by the disk.
            throw new LogDamageException(
                new($"This version cannot read the fact at {Position(row)}: {e.Message}", file, Fix: SegmentFormat.OtherVersion), e);
        }
    }

    /// <summary>Reads a fact, whole.</summary>
    public Fact Read(int row)
    {
        var fact = Parse(row);
        // A line that has the texts itself was written by another version, and kept as it was.
        return fact switch
        {
            ResponseFact { Response: { Content: null, Reasoning: null } } response => response with
            {
                Response = response.Response with { Content = contents?.Text(row), Reasoning = reasonings?.Text(row) },
            },
            EmbeddingFact { Vector.IsEmpty: true } embedding when contents?.Text(row) is { } vector =>
                embedding with { Vector = VectorConverter.OfText(vector) },
            _ => fact,
        };
    }

    /// <summary>The line as it stood in its segment.</summary>
    public ReadOnlyMemory<byte> WholeLine(int row) => Content(row) is null && Reasoning(row) is null ? Line(row)
        : Parse(row) is ResponseFact { Response: { Content: null, Reasoning: null } } or EmbeddingFact { Vector.IsEmpty: true }
            ? FactJson.Write(Read(row))
        : Line(row);

    int IndexOf(FactPosition position)
    {
        var (low, high) = (0, Rows - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = Position(middle).CompareTo(position);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }
}
