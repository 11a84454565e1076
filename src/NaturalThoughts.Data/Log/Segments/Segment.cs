using System.Text.Json;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Data.Log.Json;

namespace NaturalThoughts.Data.Log.Segments;

/// <summary>A segment read, uncompressed and checked.</summary>
sealed class Segment : FactBlock
{
    readonly string _file;
    readonly int _number;
    readonly ReadOnlyMemory<byte> _text;
    readonly int[] _starts;

    /// <param name="file">The file it was read from.</param>
    /// <param name="number">Its number.</param>
    /// <param name="commit">Id of the commit that made it.</param>
    /// <param name="text">All lines, each with its line feed.</param>
    /// <param name="starts">Where each row starts in it, and where the last one ends.</param>
    public Segment(string file, int number, Guid commit, ReadOnlyMemory<byte> text, int[] starts)
    {
        _file = file;
        _number = number;
        _text = text;
        _starts = starts;
        Commit = commit;
    }

    /// <summary>Id of the commit that made it.</summary>
    public Guid Commit { get; }

    /// <summary>How many facts it holds.</summary>
    public int Rows => _starts.Length - 1;

    /// <summary>About how many bytes of memory it takes.</summary>
    public override long Bytes => _text.Length + (sizeof(int) * (long)_starts.Length);

    /// <summary>Reads one fact.</summary>
    public Fact Read(int row, bool texts = true)
    {
        try
        {
            return FactJson.Read(_text.Span[_starts[row].._starts[row + 1]], texts);
        }
        catch (JsonException e)
        {
            // Its checksum was right, so this is not damage by the disk.
            throw new LogDamageException(
                new($"This version cannot read the fact: {e.Message}", _file, row + 2, Fix: SegmentFormat.OtherVersion),
                e);
        }
    }

    /// <inheritdoc/>
    public override LoggedFact[] ReadAll(FactPosition from, bool texts)
    {
        var facts = new LoggedFact[Math.Max(0, Rows - from.Row)];
        for (var row = from.Row; row < Rows; row++) facts[row - from.Row] = new(Read(row, texts), new(_number, row));
        return facts;
    }

    /// <inheritdoc/>
    public override Fact? Find(FactPosition position) =>
        position.Segment == _number && (uint)position.Row < (uint)Rows ? Read(position.Row) : null;

    /// <summary>A fact's line, without the line feed.</summary>
    public ReadOnlyMemory<byte> Line(int row) => _text[_starts[row]..(_starts[row + 1] - 1)];
}
