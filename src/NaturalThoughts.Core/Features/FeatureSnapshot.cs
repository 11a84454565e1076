using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Core.Features;

/// <summary>A table as it was at one moment. Valid for good, readable from any thread while the table goes on.</summary>
public sealed class FeatureSnapshot
{
    readonly RowsView _rows;
    readonly NumberBlock[]?[] _numbers;
    readonly TextColumnView?[] _texts;

    internal FeatureSnapshot(FeatureSchema schema, RowsView rows, NumberBlock[]?[] numbers, TextColumnView?[] texts)
    {
        Schema = schema;
        _rows = rows;
        _numbers = numbers;
        _texts = texts;
    }

    /// <summary>The columns.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>Rows, hidden ones included.</summary>
    public int Count => _rows.Count;

    /// <summary>The same rows with a column of numbers materialised (<c>difficulty</c>).</summary>
    /// <param name="ordinal">The column.</param>
    /// <param name="values">One for each row, NaN for null.</param>
    /// <exception cref="ArgumentException">The column holds texts, or there are not as many values as rows.</exception>
    public FeatureSnapshot With(int ordinal, ReadOnlySpan<double> values)
    {
        if (_numbers[ordinal] is null) throw Other(ordinal);
        if (values.Length != Count) throw new ArgumentException($"{values.Length} values for {Count} rows.", nameof(values));
        var column = new NumberColumn();
        for (var row = 0; row < values.Length; row++) column.Append(row, values[row]);
        return new(Schema, _rows, [.. _numbers.Select((blocks, other) => other == ordinal ? column.Blocks : blocks)], _texts);
    }

    /// <summary>The same rows with a column of texts materialised (<c>cluster</c>).</summary>
    /// <param name="ordinal">The column.</param>
    /// <param name="text">A row's text, or null.</param>
    /// <exception cref="ArgumentException">The column holds no texts.</exception>
    public FeatureSnapshot With(int ordinal, Func<int, string?> text)
    {
        if (_texts[ordinal] is null) throw Other(ordinal);
        var column = new TextColumn();
        for (var row = 0; row < Count; row++) column.Append(row, text(row));
        return new(Schema, _rows, _numbers, [.. _texts.Select((texts, other) => other == ordinal ? column.View : texts)]);
    }

    /// <summary>Whether a row counts: its question was not sealed again since.</summary>
    public bool Visible(int row)
    {
        var (block, index) = Place(row);
        return _rows.Hidden[block] is not { } hidden || (hidden[index / 64] >> (index % 64) & 1) == 0;
    }

    /// <summary>A row's trace.</summary>
    public TraceId Trace(int row)
    {
        var (block, index) = Place(row);
        return _rows.Traces[block][index];
    }

    /// <summary>A row's question.</summary>
    public QuestionId Question(int row)
    {
        var (block, index) = Place(row);
        return _rows.Question(block, index);
    }

    /// <summary>The number of a row's question in the table's index.</summary>
    public int QuestionNumber(int row)
    {
        var (block, index) = Place(row);
        return _rows.Questions[block][index];
    }

    /// <summary>More than any number of a row's question.</summary>
    internal int QuestionNumbers => _rows.Ids.Length * BlockList<UInt128>.BlockLength;

    /// <summary>The traces of a block's rows.</summary>
    internal ReadOnlySpan<TraceId> TracesOf(int block) => _rows.Traces[block].AsSpan(0, RowsOf(block));

    /// <summary>The numbers of the questions of a block's rows.</summary>
    internal ReadOnlySpan<int> QuestionNumbersOf(int block) => _rows.Questions[block].AsSpan(0, RowsOf(block));

    /// <summary>A bit for each hidden row of a block; empty: none is.</summary>
    internal ReadOnlySpan<ulong> HiddenOf(int block) => _rows.Hidden[block];

    /// <summary>A block of a column of numbers or flags.</summary>
    internal NumberBlock NumbersOf(int ordinal, int block) => _numbers[ordinal]![block];

    /// <summary>How many rows a block has.</summary>
    internal int RowsOf(int block) => Math.Min(FeatureTable.BlockRows, Count - block * FeatureTable.BlockRows);

    /// <summary>One value.</summary>
    public FeatureValue Value(int row, int ordinal)
    {
        var (block, index) = Place(row);
        if (_texts[ordinal] is { } texts)
        {
            var code = texts.Overflowed ? FeatureTable.NullCode : texts.Blocks[block].Code(index);
            return code == FeatureTable.NullCode ? FeatureValue.Null : FeatureValue.Of(texts.Texts[code]);
        }

        var number = _numbers[ordinal]![block][index];
        if (Schema.Columns[ordinal].Kind == FeatureKind.Number) return FeatureValue.Of(number);
        return double.IsNaN(number) ? FeatureValue.Null : FeatureValue.Of(number != 0);
    }

    /// <summary>A column's numbers from a row on, NaN for null; flags are 1 and 0.</summary>
    /// <exception cref="ArgumentException">The column holds texts.</exception>
    public void Numbers(int ordinal, int start, Span<double> into)
    {
        var blocks = _numbers[ordinal] ?? throw Other(ordinal);
        RequireRows(start, into.Length);
        while (into.Length > 0)
        {
            var (block, index) = Math.DivRem(start, FeatureTable.BlockRows);
            var length = Math.Min(into.Length, FeatureTable.BlockRows - index);
            blocks[block].Read(index, into[..length]);
            into = into[length..];
            start += length;
        }
    }

    /// <summary>A text column's codes from a row on, <see cref="FeatureTable.NullCode"/> for null.</summary>
    /// <exception cref="ArgumentException">The column holds no texts.</exception>
    public void Codes(int ordinal, int start, Span<ushort> into)
    {
        var texts = _texts[ordinal] ?? throw Other(ordinal);
        RequireRows(start, into.Length);
        if (texts.Overflowed)
        {
            into.Fill(FeatureTable.NullCode);
            return;
        }

        while (into.Length > 0)
        {
            var (block, index) = Math.DivRem(start, FeatureTable.BlockRows);
            var length = Math.Min(into.Length, FeatureTable.BlockRows - index);
            texts.Blocks[block].ReadCodes(index, into[..length]);
            into = into[length..];
            start += length;
        }
    }

    /// <summary>A text column's texts by code.</summary>
    /// <exception cref="ArgumentException">The column holds no texts.</exception>
    public IReadOnlyList<string> Texts(int ordinal) => (_texts[ordinal] ?? throw Other(ordinal)).Texts;

    /// <summary>The code of a text; false when no row can have it.</summary>
    /// <exception cref="ArgumentException">The column holds no texts.</exception>
    public bool TryCode(int ordinal, string text, out ushort code)
    {
        var texts = _texts[ordinal] ?? throw Other(ordinal);
        return texts.Codes.TryGetValue(text, out code) && code < texts.Texts.Count;
    }

    /// <summary>
    /// Whether a text column met more than 65,535 different texts. It then reads null in every row, so that what recipes see
    /// does not depend on which texts came first; a recipe that names it should be refused.
    /// </summary>
    public bool Overflowed(int ordinal) => _texts[ordinal] is { Overflowed: true };

    (int Block, int Index) Place(int row)
    {
        RequireRows(row, 1);
        return Math.DivRem(row, FeatureTable.BlockRows);
    }

    void RequireRows(int start, int length)
    {
        if (start < 0 || start > Count - length)
            throw new ArgumentOutOfRangeException(nameof(start), $"Rows {start} to {start + (long)length} of {Count}.");
    }

    ArgumentException Other(int ordinal) =>
        new($"Column `{Schema.Columns[ordinal].Name}` holds {Schema.Columns[ordinal].Kind} values.", nameof(ordinal));
}
