using NaturalThoughts.Data.Log.Ranges;
using NaturalThoughts.Data.Log.Storage;

namespace NaturalThoughts.Data.Log.Segments;

/// <summary>Facts of a replay that are read at once.</summary>
/// <param name="Block">Where they stand.</param>
/// <param name="From">The first of them; those behind it in the block are the others.</param>
/// <param name="First">The first segment that ends in them.</param>
/// <param name="Last">The last segment that ends in them; less than <paramref name="First"/> when none does.</param>
sealed record ReplayStep(FactBlock Block, FactPosition From, int First, int Last);

/// <summary>
/// Goes through a log from a position to its end, block by block. What is compacted meanwhile is found again in the range that took its
/// place, at the same position. Not for concurrent use.
/// </summary>
/// <param name="files">The shard's files.</param>
/// <param name="from">The position of the first fact.</param>
/// <param name="texts">False: responses come without content and reasoning.</param>
sealed class ReplayCursor(LogFiles files, FactPosition from, bool texts) : IDisposable
{
    // A name that is listed and cannot be opened, again and again: caches of a network file system do that for a moment.
    const int MostVanished = 16;

    readonly Queue<SegmentRange> _ahead = new();
    FactPosition _at = from;
    RangeReader? _range;
    int _group;
    int _known;
    int _vanished;

    /// <summary>The next facts; null at the end of the log.</summary>
    public ReplayStep? Next()
    {
        for (; ; _vanished++)
        {
            if (_vanished == MostVanished) throw new LogDamageException(files.Folder.Missing(_at.Segment));
            if (_range is null && _ahead.Count == 0 && !List()) return null;
            if ((_range is null ? Enter(_ahead.Dequeue()) : ReadGroup()) is not { } step)
            {
                Leave();
                _ahead.Clear();
                continue;
            }

            _vanished = 0;
            return step;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Leave();

    bool List()
    {
        foreach (var file in files.Folder.Cover())
            if (file.Last >= _at.Segment) _ahead.Enqueue(file);
        if (_ahead.Count == 0 && _known >= _at.Segment) throw new LogDamageException(files.Folder.Missing(_at.Segment));
        if (_ahead.Count > 0) _known = _ahead.Last().Last;
        return _ahead.Count > 0;
    }

    ReplayStep? Enter(SegmentRange file)
    {
        if (!file.IsSingle)
        {
            _range = files.TryOpen(file);
            if (_range is null) return null;
            _group = _range.GroupOf(_at);
            return ReadGroup();
        }

        if (files.TryLoad(file.First) is not { } segment) return null;
        return Step(segment, new(file.First + 1, 0));
    }

    ReplayStep? ReadGroup()
    {
        if (_range!.TryRead(_group, texts) is not { } block) return null;
        var step = Step(block, _range.After(_group));
        if (++_group == _range.Groups) Leave();
        return step;
    }

    ReplayStep Step(FactBlock block, FactPosition after)
    {
        var step = new ReplayStep(block, _at, _at.Segment, after.Segment - 1);
        _at = after;
        return step;
    }

    void Leave()
    {
        _range?.Dispose();
        _range = null;
    }
}
