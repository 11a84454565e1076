using System.Buffers;
using System.Collections.Immutable;
using NaturalThoughts.Core.Memory;
using NaturalThoughts.Data.Log;

namespace NaturalThoughts.Cluster.Shards.Memory;

/// <summary>Where a question's facts stand in the log, in log order. Facts of one commit follow each other, so a run of rows is kept as
/// one span: about 4 bytes packed, two to four spans a question.</summary>
sealed class PositionSpans
{
    readonly List<Span> _spans = [];

    /// <summary>No positions.</summary>
    public PositionSpans()
    {
    }

    /// <summary>What <see cref="Pack"/> wrote, to the end.</summary>
    public PositionSpans(ReadOnlySpan<byte> packed)
    {
        for (var segment = 0; packed.Length > 0;)
        {
            segment += Varint.ReadSigned(ref packed);
            var row = Varint.Read(ref packed);
            _spans.Add(new(segment, row, Varint.Read(ref packed)));
        }
    }

    /// <summary>All of them.</summary>
    public ImmutableArray<FactPosition> All =>
        [.. from span in _spans from row in Enumerable.Range(span.Row, span.Rows) select new FactPosition(span.Segment, row)];

    /// <summary>Takes note of one more.</summary>
    public void Add(FactPosition position)
    {
        if (_spans is [.., var last] && position == new FactPosition(last.Segment, last.Row + last.Rows)) _spans[^1] = last with { Rows = last.Rows + 1 };
        else _spans.Add(new(position.Segment, position.Row, 1));
    }

    /// <summary>Writes them: each span's segment as the step from the one before, its first row and its rows.</summary>
    public void Pack(IBufferWriter<byte> to)
    {
        var segment = 0;
        foreach (var span in _spans)
        {
            Varint.WriteSigned(to, span.Segment - segment);
            Varint.Write(to, span.Row);
            Varint.Write(to, span.Rows);
            segment = span.Segment;
        }
    }

    readonly record struct Span(int Segment, int Row, int Rows);
}
