using NaturalThoughts.Data.Log.Storage;

namespace NaturalThoughts.Data.Log.Segments;

/// <summary>The blocks read last, up to a number of bytes.</summary>
/// <param name="capacity">Most bytes; a larger block is not kept.</param>
sealed class BlockCache(long capacity)
{
    readonly Lock _gate = new();
    readonly Dictionary<(SegmentRange File, int Group), LinkedListNode<((SegmentRange, int) Place, FactBlock Block)>> _nodes = [];
    readonly LinkedList<((SegmentRange, int) Place, FactBlock Block)> _latestFirst = [];
    long _bytes;

    /// <summary>The block if it is kept.</summary>
    /// <param name="file">The file it is from.</param>
    /// <param name="group">0-based row group in it.</param>
    public FactBlock? Find(SegmentRange file, int group)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue((file, group), out var node)) return null;
            _latestFirst.Remove(node);
            _latestFirst.AddFirst(node);
            return node.Value.Block;
        }
    }

    /// <summary>Keeps a block and drops those not used for the longest time.</summary>
    public void Keep(SegmentRange file, int group, FactBlock block)
    {
        lock (_gate)
        {
            if (block.Bytes > capacity || _nodes.ContainsKey((file, group))) return;
            _nodes[(file, group)] = _latestFirst.AddFirst(((file, group), block));
            _bytes += block.Bytes;
            while (_bytes > capacity && _latestFirst.Last is { } oldest)
            {
                _latestFirst.RemoveLast();
                _nodes.Remove(oldest.Value.Place);
                _bytes -= oldest.Value.Block.Bytes;
            }
        }
    }
}
