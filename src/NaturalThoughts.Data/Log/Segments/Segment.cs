using System.Text.Json;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Data.Log.Json;

namespace NaturalThoughts.Data.Log.Segments;

/// <summary>A segment read, uncompressed and checked.</summary>
sealed class Segment
{
    readonly string _file;
    readonly ReadOnlyMemory<byte> _text;
    readonly int[] _starts;

    /// <param name="file">The file it was read from.</param>
    /// <param name="commit">Id of the commit that made it.</param>
    /// <param name="text">All lines, each with its line feed.</param>
    /// <param name="starts">Where each row starts in it, and where the last one ends.</param>
    public Segment(string file, Guid commit, ReadOnlyMemory<byte> text, int[] starts)
    {
        _file = file;
        _text = text;
        _starts = starts;
        Commit = commit;
    }

    /// <summary>Id of the commit that made it.</summary>
    public Guid Commit { get; }

    /// <summary>How many facts it holds.</summary>
    public int Rows => _starts.Length - 1;

    /// <summary>About how many bytes of memory it takes.</summary>
    public long Bytes => _text.Length + (sizeof(int) * (long)_starts.Length);

    /// <summary>Reads one fact.</summary>
    public Fact Read(int row)
    {
        try
        {
            return FactJson.Read(_text.Span[_starts[row].._starts[row + 1]]);
        }
        catch (JsonException e)
        {
            // Its checksum was right, so this is not damage by the disk.
            throw new LogDamageException(
                new($"This version cannot read the fact: {e.Message}", _file, row + 2, Fix: SegmentFormat.OtherVersion),
                e);
        }
    }

    /// <summary>Reads all facts.</summary>
    public Fact[] ReadAll()
    {
        var facts = new Fact[Rows];
        for (var row = 0; row < facts.Length; row++) facts[row] = Read(row);
        return facts;
    }
}
