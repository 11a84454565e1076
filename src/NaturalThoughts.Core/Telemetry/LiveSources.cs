using System.Collections.Concurrent;

namespace NaturalThoughts.Core.Telemetry;

/// <summary>Objects of a kind that gauges tell about: a gauge is made once, and what it tells about comes and goes. Safe for concurrent
/// use; to go through them waits for nobody.</summary>
public sealed class LiveSources<T> where T : class
{
    readonly ConcurrentDictionary<T, bool> _live = new(ReferenceEqualityComparer.Instance);

    /// <summary>Those there are now.</summary>
    public IEnumerable<T> All => _live.Select(pair => pair.Key);

    /// <summary>From now on gauges tell about it; it is held until it is removed.</summary>
    public void Add(T source) => _live.TryAdd(source, true);

    /// <summary>No gauge tells about it any more.</summary>
    public void Remove(T source) => _live.TryRemove(source, out _);
}
