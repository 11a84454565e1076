using System.Runtime.CompilerServices;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Data.Log.Storage;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Data.Log.Segments;

/// <summary>
/// One shard's facts: a folder of numbered segments, each a commit. Several processes may hold one folder open; of two that commit
/// the same number one succeeds and the other collides. What a writer has not read it cannot commit behind.
/// </summary>
/// <remarks>
/// Of one instance commits are made one after the other; reads may go on beside them.
/// <see cref="StorageException"/> says that the storage refused, <see cref="LogDamageException"/> that a file is not what was committed.
/// </remarks>
public sealed class SegmentLog
{
    /// <summary>What follows the number in a segment's name.</summary>
    public const string Suffix = ".jsonl.zst";

    readonly NumberedFolder _folder;
    readonly SegmentCache _cache;
    readonly SemaphoreSlim _commits = new(1);
    volatile int _next = 1;

    SegmentLog(NumberedFolder folder, long cacheBytes)
    {
        _folder = folder;
        _cache = new SegmentCache(cacheBytes);
    }

    /// <summary>The folder.</summary>
    public string Folder => _folder.Path;

    /// <summary>The number the next commit tries: the first that was neither read to its end nor committed by this instance.</summary>
    public int Next => _next;

    internal Action<string, string>? BeforeLink { set => _folder.BeforeLink = value; }

    /// <summary>Opens a shard's folder, made if need be. Nothing is read yet: replay, then commit.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="time">Clock by which left-over temporary files are old; default the system's.</param>
    /// <param name="cacheBytes">Most bytes of uncompressed segments kept for <see cref="ReadAsync"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public static Task<SegmentLog> OpenAsync(
        string folder, TimeProvider? time = null, long cacheBytes = 32 << 20, CancellationToken cancellation = default) =>
        Task.Run(
            () =>
            {
                var numbered = new NumberedFolder(folder, Suffix);
                numbered.Open(time ?? TimeProvider.System);
                numbered.Last();
                return new SegmentLog(numbered, cacheBytes);
            },
            cancellation);

    /// <summary>All facts from a segment on to the end of the log, in log order. Each is durable, whoever committed it.</summary>
    /// <param name="from">The first segment; null: <see cref="Next"/>, what was not read yet.</param>
    /// <param name="cancellation">Gives up.</param>
    public async IAsyncEnumerable<LoggedFact> ReplayAsync(
        int? from = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var number = from ?? _next;
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1, nameof(from));
        for (int last; (last = await Task.Run(_folder.Last, cancellation)) >= number;)
        {
            var ahead = LoadAllAsync(number, cancellation);
            for (; number <= last; number++)
            {
                var facts = await ahead;
                if (number < last) ahead = LoadAllAsync(number + 1, cancellation);
                for (var row = 0; row < facts.Length; row++) yield return new(facts[row], new(number, row));
                if (number == _next) _next = number + 1;
            }
        }
    }

    /// <summary>Commits facts as the next segment.</summary>
    public Task<CommitResult> CommitAsync(IReadOnlyList<Fact> facts, CancellationToken cancellation = default) =>
        CommitAsync([.. facts.Select(EncodedFact.Of)], cancellation);

    /// <summary>Commits facts as the next segment.</summary>
    /// <param name="facts">At least one.</param>
    /// <param name="cancellation">Gives up before the commit has begun, never in its middle.</param>
    public async Task<CommitResult> CommitAsync(IReadOnlyList<EncodedFact> facts, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(facts.Count, nameof(facts));
        await _commits.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => Commit(facts), CancellationToken.None);
        }
        finally
        {
            _commits.Release();
        }
    }

    /// <summary>The facts at these positions, in the order asked; each segment is read once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A segment has no such row.</exception>
    public Task<IReadOnlyList<Fact>> ReadAsync(IReadOnlyList<FactPosition> positions, CancellationToken cancellation = default) =>
        Task.Run(() => Read(positions, cancellation), cancellation);

    CommitResult Commit(IReadOnlyList<EncodedFact> facts)
    {
        var number = _next;
        var commit = Guid.NewGuid();
        if (!_folder.TryPut(number, SegmentFormat.Encode(number, commit, facts), () => Load(number).Commit == commit))
            return new CommitResult.Collision(number);
        _next = number + 1;
        return new CommitResult.Committed(number);
    }

    IReadOnlyList<Fact> Read(IReadOnlyList<FactPosition> positions, CancellationToken cancellation)
    {
        var facts = new Fact[positions.Count];
        foreach (var group in Enumerable.Range(0, facts.Length).GroupBy(i => positions[i].Segment))
        {
            cancellation.ThrowIfCancellationRequested();
            var segment = _cache.Find(group.Key);
            if (segment is null) _cache.Keep(group.Key, segment = Load(group.Key));
            foreach (var i in group)
            {
                if ((uint)positions[i].Row >= (uint)segment.Rows)
                    throw new ArgumentOutOfRangeException(nameof(positions), positions[i], $"The segment has {segment.Rows} rows.");
                facts[i] = segment.Read(positions[i].Row);
            }
        }

        return facts;
    }

    Task<Fact[]> LoadAllAsync(int number, CancellationToken cancellation) => Task.Run(() => Load(number).ReadAll(), cancellation);

    Segment Load(int number) => SegmentFormat.Decode(_folder.FileOf(number), number, _folder.Read(number));
}
