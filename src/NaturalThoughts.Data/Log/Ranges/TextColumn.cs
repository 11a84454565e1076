using System.Buffers;
using System.Runtime.InteropServices;
using ParquetSharp;

namespace NaturalThoughts.Data.Log.Ranges;

/// <summary>A column of texts as UTF-8 in one buffer, without a string for each.</summary>
sealed class TextColumn
{
    const int BatchRows = 1024;

    readonly ArrayBufferWriter<byte> _bytes = new();
    readonly List<int> _ends = [];
    readonly List<bool> _known = [];

    /// <summary>How many rows it has.</summary>
    public int Rows => _ends.Count;

    /// <summary>Bytes of all texts.</summary>
    public int Length => _bytes.WrittenCount;

    /// <summary>All texts one after the other.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Where each row's text ends in <see cref="Bytes"/>.</summary>
    public ReadOnlySpan<int> Ends => CollectionsMarshal.AsSpan(_ends);

    /// <summary>A row's text; null: it has none.</summary>
    public ReadOnlyMemory<byte>? this[int row] =>
        _known[row] ? _bytes.WrittenMemory[(row == 0 ? 0 : _ends[row - 1]).._ends[row]] : default(ReadOnlyMemory<byte>?);

    /// <summary>A row's text as a string; null: it has none.</summary>
    public string? Text(int row) => this[row] is { } utf8 ? System.Text.Encoding.UTF8.GetString(utf8.Span) : null;

    /// <summary>Adds a row.</summary>
    public void Add(ReadOnlyMemory<byte>? text)
    {
        if (text is { } known) _bytes.Write(known.Span);
        _ends.Add(_bytes.WrittenCount);
        _known.Add(text is not null);
    }

    /// <summary>Adds a row.</summary>
    public void Add(string? text) => Add(Utf8(text));

    /// <summary>A text's bytes; null for none, which is not an empty one.</summary>
    public static ReadOnlyMemory<byte>? Utf8(string? text) =>
        text is null ? default(ReadOnlyMemory<byte>?) : System.Text.Encoding.UTF8.GetBytes(text);

    /// <summary>Empties it; the buffer is used again.</summary>
    public void Clear()
    {
        _bytes.ResetWrittenCount();
        _ends.Clear();
        _known.Clear();
    }

    /// <summary>Writes all rows as the next column.</summary>
    public unsafe void Write(RowGroupWriter group)
    {
        using var column = (ColumnWriter<ByteArray>)group.NextColumn();
        var levels = _known.ConvertAll(known => known ? (short)1 : (short)0).ToArray();
        fixed (byte* start = &MemoryMarshal.GetReference(Bytes))
        {
            var values = new List<ByteArray>(Rows);
            for (var row = 0; row < Rows; row++)
            {
                var from = row == 0 ? 0 : _ends[row - 1];
                if (_known[row]) values.Add(new((nint)(start + from), _ends[row] - from));
            }

            column.WriteBatch(Rows, levels, null, values.ToArray());
        }
    }

    /// <summary>Reads all rows of a column.</summary>
    public static unsafe TextColumn Read(RowGroupReader group, int index)
    {
        var texts = new TextColumn();
        using var column = (ColumnReader<ByteArray>)group.Column(index);
        var levels = new short[BatchRows];
        var values = new ByteArray[BatchRows];
        while (column.HasNext)
        {
            var rows = (int)column.ReadBatch(BatchRows, levels, null, values, out _);
            for (int row = 0, value = 0; row < rows; row++)
            {
                // What a value points at is gone with the next batch.
                var known = levels[row] == 1;
                if (known) texts._bytes.Write(new ReadOnlySpan<byte>((void*)values[value].Pointer, values[value++].Length));
                texts._ends.Add(texts._bytes.WrittenCount);
                texts._known.Add(known);
            }
        }

        return texts;
    }
}
