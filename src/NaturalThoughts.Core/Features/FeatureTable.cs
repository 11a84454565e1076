using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Core.Features;

/// <summary>The features of one shard's traces in memory: columns that only grow.</summary>
/// <remarks>
/// Rows lie in blocks that never move. One writer at a time may use the table; the snapshots it hands out are read from any thread
/// and keep their values for good: what a snapshot can see of hidden rows is replaced in a copy (<see cref="Hide"/>), values never change.
/// Numbers take the fewest bytes that give each of a block's 4,096 values back bit for bit: one or two for whole numbers and for steps
/// of 0.1, 0.01 and 0.001, four or eight for others, none while all are the same. Flags take one byte, texts one while a block meets none
/// but the column's first 255, then two. Beside the columns a row takes 16 bytes for the trace's id and 4 for the question's number.
/// </remarks>
public sealed class FeatureTable
{
    /// <summary>Rows of a block.</summary>
    public const int BlockRows = 4096;

    /// <summary>The code of a text that is null.</summary>
    public const ushort NullCode = ushort.MaxValue;

    readonly NumberColumn?[] _numbers;
    readonly TextColumn?[] _texts;
    readonly RowBlocks _rows;
    FeatureSnapshot? _snapshot;
    long _epoch = 1;

    /// <summary>An empty table.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="questions">The questions' numbers; null: of its own.</param>
    public FeatureTable(FeatureSchema schema, IdIndex? questions = null)
    {
        Schema = schema;
        _rows = new(questions ?? new());
        _numbers = [.. schema.Columns.Select(column => column.Kind == FeatureKind.Text ? null : new NumberColumn())];
        _texts = [.. schema.Columns.Select(column => column.Kind == FeatureKind.Text ? new TextColumn() : null)];
    }

    /// <summary>The columns.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>Rows added, hidden ones included.</summary>
    public int Count => _rows.Count;

    /// <summary>Bytes the columns take, traces' ids and dictionaries included; the questions' index is not.</summary>
    public long Bytes => _rows.Bytes + _numbers.Sum(column => column?.Bytes ?? 0) + _texts.Sum(column => column?.Bytes ?? 0);

    /// <summary>Adds a trace and returns its row.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="question">Its question.</param>
    /// <param name="values">One value for each column, by ordinal.</param>
    /// <exception cref="ArgumentException">A value is missing or of another kind than its column.</exception>
    public int Add(TraceId trace, QuestionId question, ReadOnlySpan<FeatureValue> values)
    {
        if (values.Length != _numbers.Length)
            throw new ArgumentException($"{values.Length} values for {_numbers.Length} columns.", nameof(values));
        for (var ordinal = 0; ordinal < values.Length; ordinal++) Require(ordinal, values[ordinal]);

        _snapshot = null;
        var row = _rows.Add(trace, question);
        for (var ordinal = 0; ordinal < values.Length; ordinal++)
        {
            _numbers[ordinal]?.Append(row, values[ordinal].Number);
            _texts[ordinal]?.Append(row, values[ordinal].Text);
        }

        return row;
    }

    /// <summary>A row's trace, for the writer.</summary>
    public TraceId Trace(int row)
    {
        RequireRow(row);
        return _rows.Trace(row);
    }

    /// <summary>Takes a row out of sight: its question was sealed again. Snapshots made before still see it.</summary>
    public void Hide(int row)
    {
        RequireRow(row);
        _snapshot = null;
        _rows.Hide(row, _epoch);
    }

    /// <summary>The table as it is now; the same one again while nothing changes.</summary>
    public FeatureSnapshot Snapshot()
    {
        if (_snapshot is not null) return _snapshot;
        _epoch++;
        var numbers = _numbers.Select(column => column?.Blocks).ToArray();
        var texts = _texts.Select(column => column?.View).ToArray();
        return _snapshot = new(Schema, _rows.View, numbers, texts);
    }

    /// <summary>Writes all but the questions' index to an image, or reads it from one of the same columns.</summary>
    public void Exchange(MemoryImage image)
    {
        _rows.Exchange(image);
        foreach (var column in _numbers) column?.Exchange(image);
        foreach (var column in _texts) column?.Exchange(image);
    }

    void RequireRow(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
    }

    void Require(int ordinal, FeatureValue value)
    {
        var column = Schema.Columns[ordinal];
        if (!value.IsNull && value.Kind != column.Kind)
            throw new ArgumentException($"Column `{column.Name}` holds {column.Kind} values, not {value.Kind} {value}.", nameof(value));
    }
}
