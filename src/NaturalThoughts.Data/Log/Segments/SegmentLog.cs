using System.Runtime.CompilerServices;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Data.Log.Storage;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Data.Log.Segments;

/// <summary>
/// One shard's facts: a folder of numbered segments, each a commit, and of ranges into which older ones were compacted. Several processes
/// may hold one folder open; of two that commit the same number one succeeds and the other collides. What a writer has not read it cannot
/// commit behind.
/// </summary>
/// <remarks>
/// Of one instance commits are made one after the other; reads may go on beside them.
/// <see cref="StorageException"/> says that the storage refused, <see cref="LogDamageException"/> that a file is not what was committed.
/// </remarks>
public sealed class SegmentLog
{
    /// <summary>What follows the number in a segment's name.</summary>
    public const string Suffix = ".jsonl.zst";

    // Beside the block whose facts are being taken; a commit has at most some MiB of lines.
    static readonly int ParsedAhead = Math.Clamp(Environment.ProcessorCount, 2, 4);

    // Of all logs together: a silo that opens many shards at once still has threads for its calls.
    static readonly SemaphoreSlim Parsing = new(Environment.ProcessorCount);

    readonly NumberedFolder _folder;
    readonly LogFiles _files;
    readonly BlockCache _cache;
    readonly TimeProvider _time;
    readonly SemaphoreSlim _commits = new(1);
    volatile int _next = 1;

    SegmentLog(NumberedFolder folder, long cacheBytes, TimeProvider time)
    {
        (_folder, _time) = (folder, time);
        _files = new LogFiles(folder);
        _cache = new BlockCache(cacheBytes);
    }

    /// <summary>The folder.</summary>
    public string Folder => _folder.Path;

    /// <summary>The number the next commit tries: the first that was neither read to its end nor committed by this instance.</summary>
    public int Next => _next;

    internal Action<string, string>? BeforeLink { set => _folder.BeforeLink = value; }

    /// <summary>Opens a shard's folder, made if need be. Nothing is read yet: replay, then commit.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="time">Clock by which left-over temporary files are old, and of how long commits take; default the system's.</param>
    /// <param name="cacheBytes">Most bytes of uncompressed segments and row groups (1 MiB) kept for <see cref="ReadAsync"/>: questions are
    /// worked on about in the order in which they came, so a few do.</param>
    /// <param name="cancellation">Gives up.</param>
    public static Task<SegmentLog> OpenAsync(
        string folder, TimeProvider? time = null, long cacheBytes = 8 << 20, CancellationToken cancellation = default) =>
        Task.Run(
            () =>
            {
                var numbered = FolderOf(folder);
                var clock = time ?? TimeProvider.System;
                numbered.Open(clock);
                numbered.Cover();
                return new SegmentLog(numbered, cacheBytes, clock);
            },
            cancellation);

    /// <summary>Opens a shard's folder to read only, perhaps another run's: nothing is made there and nothing removed.</summary>
    /// <param name="folder">The folder; it must be there.</param>
    public static SegmentLog OpenToRead(string folder) => new(FolderOf(folder), cacheBytes: 0, TimeProvider.System);

    /// <summary>Where the log ends now. All up to there is durable and stays as it is.</summary>
    /// <param name="cancellation">Gives up.</param>
    public Task<LogEnd> EndAsync(CancellationToken cancellation = default) => Task.Run(
        async () =>
        {
            while (_folder.Last() is var last and > 0)
                if (await CommitOfAsync(last, cancellation) is { } commit) return new LogEnd(last, commit);
            return default;
        },
        cancellation);

    /// <summary>Goes on behind a place that was the log's end before, as if all up to there had been replayed.</summary>
    /// <returns>False: that commit is not in this log, which is another one or an older copy.</returns>
    public async Task<bool> ResumeAsync(LogEnd end, CancellationToken cancellation = default)
    {
        if (await CommitOfAsync(end.Last, cancellation) != end.Commit) return false;
        _next = end.Last + 1;
        return true;
    }

    /// <summary>The id of a segment's commit; null: there is no such segment.</summary>
    public Task<Guid?> CommitOfAsync(int segment, CancellationToken cancellation = default) => Task.Run(
        () =>
        {
            while (segment > 0 && _folder.Find(segment) is { } file)
                if (_files.CommitOf(file, segment) is { } commit) return commit;
            return default(Guid?);
        },
        cancellation);

    /// <summary>All facts from a segment on to the end of the log, in log order. Each is durable, whoever committed it.</summary>
    /// <param name="from">The first segment; null: <see cref="Next"/>, what was not read yet.</param>
    /// <param name="texts">
    /// False: responses come without content and reasoning, which are then not read from ranges, and annotations may come without values
    /// and evidence; all that keys and columns rest on is there.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    public async IAsyncEnumerable<LoggedFact> ReplayAsync(
        int? from = null, bool texts = true, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var first = from ?? _next;
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1, nameof(from));
        using var cursor = new ReplayCursor(_files, new(first, 0), texts);
        var ahead = Task.Run(cursor.Next, cancellation);
        // Most of the time goes into parsing lines: several blocks are parsed at once, on all cores.
        var parsed = new Queue<(ReplayStep Step, Task<LoggedFact[]> Facts)>();
        try
        {
            for (var more = true; more || parsed.Count > 0;)
            {
                while (more && parsed.Count < ParsedAhead)
                {
                    await ((Task)ahead)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                    // What stands before a damage is told before it.
                    if (!ahead.IsCompletedSuccessfully && parsed.Count > 0) break;
                    if (await ahead is not { } read)
                    {
                        more = false;
                        break;
                    }

                    ahead = Task.Run(cursor.Next, cancellation);
                    parsed.Enqueue((read, Task.Run(() => ParseAsync(read, texts, cancellation), cancellation)));
                }

                if (!parsed.TryPeek(out var next)) break;
                foreach (var fact in await next.Facts) yield return fact;
                parsed.Dequeue();
                if (next.Step.First <= _next && _next <= next.Step.Last) _next = next.Step.Last + 1;
            }
        }
        finally
        {
            // The cursor must not be let go while it reads; a reader that has left does not want to know how that went.
            await Task.WhenAll([ahead, .. parsed.Select(block => block.Facts)]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    static async Task<LoggedFact[]> ParseAsync(ReplayStep step, bool texts, CancellationToken cancellation)
    {
        await Parsing.WaitAsync(cancellation);
        try
        {
            return step.Block.ReadAll(step.From, texts);
        }
        finally
        {
            Parsing.Release();
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

    /// <summary>A shard's folder, whose segments may be compacted.</summary>
    internal static NumberedFolder FolderOf(string folder) => new(folder, Suffix, ranges: true);

    CommitResult Commit(IReadOnlyList<EncodedFact> facts)
    {
        var number = _next;
        var commit = Guid.NewGuid();
        var started = _time.GetTimestamp();
        using var segment = SegmentFormat.Encode(number, commit, facts);
        if (!_folder.TryPut(number, segment.Span, IsOurs))
        {
            LogInstruments.Collided();
            return new CommitResult.Collision(number);
        }

        LogInstruments.Committed(_time.GetElapsedTime(started), facts.Count, segment.Length);
        _next = number + 1;
        return new CommitResult.Committed(number);

        bool? IsOurs(SegmentRange file) => _files.CommitOf(file, number) is { } winner ? winner == commit : null;
    }

    IReadOnlyList<Fact> Read(IReadOnlyList<FactPosition> positions, CancellationToken cancellation)
    {
        var facts = new Fact[positions.Count];
        FactBlock? block = null;
        // In log order each block is read once, however small the cache.
        foreach (var i in Enumerable.Range(0, facts.Length).OrderBy(i => positions[i]))
        {
            cancellation.ThrowIfCancellationRequested();
            facts[i] = block?.Find(positions[i]) ?? (block = Load(positions[i])).Find(positions[i])
                ?? throw new ArgumentOutOfRangeException(nameof(positions), positions[i], "The log has no such row.");
        }

        return facts;
    }

    FactBlock Load(FactPosition position)
    {
        // The file may be compacted away between the look and the reading: then a wider one is there.
        while (_folder.Find(position.Segment) is { } file)
            if (_files.TryLoad(_cache, file, position) is { } block) return block;
        throw new LogDamageException(_folder.Missing(position.Segment));
    }
}
