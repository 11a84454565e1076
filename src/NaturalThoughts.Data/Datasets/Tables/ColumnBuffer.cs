using Apache.Arrow;
using Apache.Arrow.Types;

namespace NaturalThoughts.Data.Datasets.Tables;

/// <summary>Values of one column on their way into a row group.</summary>
abstract class ColumnBuffer
{
    /// <summary>The column as Arrow names it.</summary>
    public abstract Field Field { get; }

    /// <summary>Takes a value; returns how many bytes it holds.</summary>
    public abstract long Append(Cell cell);

    /// <summary>All values taken so far; good until the buffer is cleared.</summary>
    public abstract IArrowArray Peek();

    /// <summary>Forgets the values and keeps the memory.</summary>
    public abstract void Clear();

    public static ColumnBuffer Of(DatasetColumn column) => column.Type switch
    {
        ColumnType.Text => new TextBuffer(column.Name),
        ColumnType.Integer => new IntegerBuffer(column.Name),
        ColumnType.Real => new RealBuffer(column.Name),
        ColumnType.Flag => new FlagBuffer(column.Name),
        ColumnType.Turn => new TurnBuffer(column),
        _ => new TurnsBuffer(column),
    };
}

sealed class IntegerBuffer(string name) : ColumnBuffer
{
    readonly Int64Array.Builder _values = new();

    public override Field Field { get; } = new(name, Int64Type.Default, nullable: true);

    public override long Append(Cell cell)
    {
        _values.Append(cell.Known ? cell.Integer : null);
        return sizeof(long);
    }

    public override IArrowArray Peek() => _values.Build();

    public override void Clear() => _values.Clear();
}

sealed class RealBuffer(string name) : ColumnBuffer
{
    readonly DoubleArray.Builder _values = new();

    public override Field Field { get; } = new(name, DoubleType.Default, nullable: true);

    public override long Append(Cell cell)
    {
        _values.Append(cell.Known ? cell.Real : null);
        return sizeof(double);
    }

    public override IArrowArray Peek() => _values.Build();

    public override void Clear() => _values.Clear();
}

sealed class FlagBuffer(string name) : ColumnBuffer
{
    readonly BooleanArray.Builder _values = new();

    public override Field Field { get; } = new(name, BooleanType.Default, nullable: true);

    public override long Append(Cell cell)
    {
        if (cell.Known) _values.Append(cell.Flag);
        else _values.AppendNull();
        return 1;
    }

    public override IArrowArray Peek() => _values.Build();

    public override void Clear() => _values.Clear();
}

/// <summary>Single turns: two flat columns of text.</summary>
sealed class TurnBuffer : ColumnBuffer
{
    readonly TextBuffer _speakers;
    readonly TextBuffer _texts;
    readonly StructType _turn;
    int _count;

    public TurnBuffer(DatasetColumn column)
    {
        _speakers = new(column.SpeakerField);
        _texts = new(column.TextField);
        _turn = new([_speakers.Field, _texts.Field]);
        Field = new(column.Name, _turn, nullable: true);
    }

    public override Field Field { get; }

    public override long Append(Cell cell)
    {
        _count++;
        return _speakers.Append(cell.Turn.Speaker) + _texts.Append(cell.Turn.Text);
    }

    public override IArrowArray Peek() => new StructArray(_turn, _count, [_speakers.Peek(), _texts.Peek()], ArrowBuffer.Empty);

    public override void Clear()
    {
        _speakers.Clear();
        _texts.Clear();
        _count = 0;
    }
}

/// <summary>Lists of turns: offsets into two flat columns of text.</summary>
sealed class TurnsBuffer : ColumnBuffer
{
    readonly TextBuffer _speakers;
    readonly TextBuffer _texts;
    readonly StructType _turn;
    readonly ListType _turns;
    readonly List<int> _offsets = [0];

    public TurnsBuffer(DatasetColumn column)
    {
        _speakers = new(column.SpeakerField);
        _texts = new(column.TextField);
        _turn = new([_speakers.Field, _texts.Field]);
        _turns = new(new Field("element", _turn, nullable: true));
        Field = new(column.Name, _turns, nullable: true);
    }

    public override Field Field { get; }

    public override long Append(Cell cell)
    {
        var bytes = (long)sizeof(int);
        foreach (var turn in cell.Turns) bytes += _speakers.Append(turn.Speaker) + _texts.Append(turn.Text);
        _offsets.Add(_offsets[^1] + cell.Turns.Length);
        return bytes;
    }

    public override IArrowArray Peek()
    {
        var turns = new StructArray(_turn, _offsets[^1], [_speakers.Peek(), _texts.Peek()], ArrowBuffer.Empty);
        var offsets = new ArrowBuffer.Builder<int>(_offsets.Count).AppendRange(_offsets).Build();
        return new ListArray(_turns, _offsets.Count - 1, offsets, turns, ArrowBuffer.Empty);
    }

    public override void Clear()
    {
        _speakers.Clear();
        _texts.Clear();
        _offsets.RemoveRange(1, _offsets.Count - 1);
    }
}
