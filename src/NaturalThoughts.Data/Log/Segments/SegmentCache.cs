namespace NaturalThoughts.Data.Log.Segments;

/// <summary>The segments read last, up to a number of bytes.</summary>
/// <param name="capacity">Most bytes; a larger segment is not kept.</param>
sealed class SegmentCache(long capacity)
{
    readonly Lock _gate = new();
    readonly Dictionary<int, LinkedListNode<(int Number, Segment Segment)>> _nodes = [];
    readonly LinkedList<(int Number, Segment Segment)> _latestFirst = [];
    long _bytes;

    /// <summary>The segment if it is kept.</summary>
    public Segment? Find(int number)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(number, out var node)) return null;
            _latestFirst.Remove(node);
            _latestFirst.AddFirst(node);
            return node.Value.Segment;
        }
    }

    /// <summary>Keeps a segment and drops those not used for the longest time.</summary>
    public void Keep(int number, Segment segment)
    {
        lock (_gate)
        {
            if (segment.Bytes > capacity || _nodes.ContainsKey(number)) return;
            _nodes[number] = _latestFirst.AddFirst((number, segment));
            _bytes += segment.Bytes;
            while (_bytes > capacity && _latestFirst.Last is { } oldest)
            {
                _latestFirst.RemoveLast();
                _nodes.Remove(oldest.Value.Number);
                _bytes -= oldest.Value.Segment.Bytes;
            }
        }
    }
}
