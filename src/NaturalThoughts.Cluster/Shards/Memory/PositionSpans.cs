using System.Buffers;
using System.Collections.Immutable;
using NaturalThoughts.Core.Memory;
using NaturalThoughts.Data.Log;

namespace NaturalThoughts.Cluster.Shards.Memory;

/// <summary>Where a question's facts stand in the log, in log order. Facts of one commit follow each other, so a run of rows is kept as
/// one span: about 4 bytes packed, two to four spans a question.</summary>
/// <remarks>Only the last span is held as it is. Those before it stay packed, each with the step to its successor's segment, so that
/// a position is added without a look at them.</remarks>
sealed class PositionSpans
{
    readonly ArrayBufferWriter<byte> _before;
    int _segment;
    int _row;
    int _rows;

    /// <summary>What <see cref="Pack"/> wrote, to the end; nothing: no positions.</summary>
    public PositionSpans(ReadOnlySpan<byte> packed)
    {
        if (packed.Length > 0)
        {
            _segment = Varint.ReadSigned(ref packed);
            _row = Varint.Read(ref packed);
            _rows = Varint.Read(ref packed);
        }

        _before = new(packed.Length + 16);
        _before.Write(packed);
    }

    /// <summary>Bytes they take.</summary>
    public long Bytes => _before.Capacity;

    /// <summary>All of them.</summary>
    public ImmutableArray<FactPosition> All
    {
        get
        {
            var spans = new List<(int Segment, int Row, int Rows)>();
            var segment = 0;
            for (var rest = _before.WrittenSpan; rest.Length > 0; segment += Varint.ReadSigned(ref rest))
                spans.Add((segment, Varint.Read(ref rest), Varint.Read(ref rest)));
            spans.Add((segment, _row, _rows));
            var first = _segment - segment;
            return
            [
                .. from span in spans
                   from row in Enumerable.Range(span.Row, span.Rows)
                   select new FactPosition(first + span.Segment, row),
            ];
        }
    }

    /// <summary>Takes note of one more.</summary>
    public void Add(FactPosition position)
    {
        if (_rows > 0 && position == new FactPosition(_segment, _row + _rows))
        {
            _rows++;
            return;
        }

        if (_rows > 0)
        {
            Varint.Write(_before, _row);
            Varint.Write(_before, _rows);
            Varint.WriteSigned(_before, position.Segment - _segment);
        }

        (_segment, _row, _rows) = (position.Segment, position.Row, 1);
    }

    /// <summary>Writes them.</summary>
    public void Pack(IBufferWriter<byte> to)
    {
        if (_rows == 0) return;
        Varint.WriteSigned(to, _segment);
        Varint.Write(to, _row);
        Varint.Write(to, _rows);
        to.Write(_before.WrittenSpan);
    }
}
