using System.Collections.Immutable;
using System.Threading.Channels;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Telemetry;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Data.Log;

/// <summary>
/// Group commit for one shard's owner: first hands over what the log holds, then gathers callers' facts into segments. The owner sees each
/// key once as far as it remembers it, in log order, whoever committed it, and only when it is durable.
/// </summary>
/// <remarks>
/// The callbacks run one at a time on the task scheduler on which the pump was made (a grain's, for a grain). A refusal of the storage
/// fails the commits at hand and the pump goes on; damage of the log or a throwing callback ends it, and every commit fails with that.
/// Facts of one call may get into several segments and are not atomic.
/// </remarks>
public sealed class CommitPump : IAsyncDisposable
{
    readonly SegmentLog _log;
    readonly Func<Fact, bool> _known;
    readonly Action<LoggedFact> _apply;
    readonly Action<IReadOnlyList<EncodedFact>>? _committed;
    readonly TimeProvider _time;
    readonly CommitPumpOptions _options;
    readonly Channel<PendingCommit> _calls = Channel.CreateUnbounded<PendingCommit>();
    readonly Queue<(EncodedFact Fact, PendingCommit Caller)> _waiting = new();
    readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task _pumping;
    Task<bool>? _arrival;
    volatile Exception? _end;
    volatile int _applied;

    /// <summary>Starts the pump.</summary>
    /// <param name="log">The shard's log, freshly opened or replayed by the owner; from now on only the pump commits to it.</param>
    /// <param name="known">Whether the owner has a fact with this one's key.</param>
    /// <param name="apply">Takes a fact whose key was not known.</param>
    /// <param name="time">Clock of the window and the linger.</param>
    /// <param name="options">Bounds of a group.</param>
    /// <param name="committed">Hears of the facts that this pump itself put into the log, after they were applied: of none that it read
    /// there.</param>
    public CommitPump(
        SegmentLog log, Func<Fact, bool> known, Action<LoggedFact> apply, TimeProvider? time = null, CommitPumpOptions? options = null,
        Action<IReadOnlyList<EncodedFact>>? committed = null)
    {
        (_log, _known, _apply, _committed) = (log, known, apply, committed);
        _time = time ?? TimeProvider.System;
        _options = options ?? new();
        _pumping = PumpAsync();
    }

    /// <summary>Completes when all that the log held at the start was handed to the owner.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>The owner has all facts of the segments up to this one, and perhaps some behind it; 0: none for certain.</summary>
    public int Applied => _end is null ? _applied : 0;

    /// <summary>Completes when each of the facts, or an earlier one with its key, is durable and was handed to the owner.</summary>
    /// <param name="facts">The facts, in the order they shall have in the log.</param>
    /// <param name="cancellation">Ends the wait, not the commit.</param>
    /// <exception cref="StorageException">The storage refused; the same facts may be committed again.</exception>
    /// <exception cref="InvalidOperationException">The pump was ended by the inner exception.</exception>
    /// <exception cref="ObjectDisposedException">The pump was closed.</exception>
    public async Task CommitAsync(ImmutableArray<Fact> facts, CancellationToken cancellation = default)
    {
        if (facts.IsEmpty) return;
        using var span = Observed.Source.StartActivity("commit");
        var call = new PendingCommit([.. facts.Select(EncodedFact.Of)]);
        if (!_calls.Writer.TryWrite(call)) throw Ended();
        await call.Done.WaitAsync(cancellation);
    }

    /// <summary>Takes no more facts, commits those that wait, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _calls.Writer.TryComplete();
        await _pumping;
    }

    Exception Ended() => _end is { } cause
        ? new InvalidOperationException($"The shard's log takes no more commits: {cause.Message}", cause)
        : new ObjectDisposedException(nameof(CommitPump));

    async Task PumpAsync()
    {
        try
        {
            var started = _time.GetTimestamp();
            await CatchUpAsync();
            LogInstruments.Replayed(_time.GetElapsedTime(started));
            _loaded.SetResult();
            while (_waiting.Count > 0 || await ArrivalAsync())
            {
                var group = await GatherAsync();
                await CommitGroupAsync(group);
            }
        }
        catch (Exception e)
        {
            // Everybody who waits is told, and whoever comes later.
            _end = e;
            _calls.Writer.TryComplete(e);
            ReadCalls();
            foreach (var (_, caller) in _waiting) caller.Settle(Ended());
            _loaded.TrySetException(e);
        }
    }

    async Task CatchUpAsync()
    {
        await foreach (var logged in _log.ReplayAsync(texts: _options.Texts))
            if (!_known(logged.Fact)) _apply(logged);
        _applied = _log.Next - 1;
    }

    async Task<List<(EncodedFact Fact, PendingCommit Caller)>> GatherAsync()
    {
        var group = new List<(EncodedFact Fact, PendingCommit Caller)>();
        var (bytes, opened) = (0L, _time.GetTimestamp());
        while (Take(group, ref bytes))
        {
            var left = _options.Window - _time.GetElapsedTime(opened);
            var wait = left < _options.Linger ? left : _options.Linger;
            if (wait <= TimeSpan.Zero) break;
            var arrival = ArrivalAsync();
            await ((Task)arrival).WaitAsync(wait, _time)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (!arrival.IsCompletedSuccessfully || !arrival.Result) break;
        }

        return group;
    }

    // Moves what waits into the group; false when the group is full.
    bool Take(List<(EncodedFact Fact, PendingCommit Caller)> group, ref long bytes)
    {
        ReadCalls();
        while (group.Count < _options.Rows && _waiting.TryPeek(out var next))
        {
            if (group.Count > 0 && bytes + next.Fact.Line.Length > _options.Bytes) return false;
            bytes += next.Fact.Line.Length;
            group.Add(_waiting.Dequeue());
        }

        return group.Count < _options.Rows && bytes < _options.Bytes;
    }

    void ReadCalls()
    {
        while (_calls.Reader.TryRead(out var call))
            foreach (var fact in call.Facts)
                _waiting.Enqueue((fact, call));
    }

    // A wait that ran out is taken up again instead of leaving another waiter behind.
    Task<bool> ArrivalAsync() => _arrival is { IsCompleted: false } ? _arrival : _arrival = _calls.Reader.WaitToReadAsync().AsTask();

    async Task CommitGroupAsync(List<(EncodedFact Fact, PendingCommit Caller)> group)
    {
        Exception? failure = null;
        List<EncodedFact> fresh = [];
        try
        {
            while (Missing(group) is { Count: > 0 } missing)
            {
                if (await _log.CommitAsync(missing) is CommitResult.Committed committed)
                {
                    for (var row = 0; row < missing.Count; row++) Apply(new(missing[row].Fact, new(committed.Number, row)));
                    _applied = committed.Number;
                    fresh = missing;
                    break;
                }

                await CatchUpAsync();
            }
        }
        catch (Exception e)
        {
            failure = e;
            if (e is not StorageException) throw;
        }
        finally
        {
            foreach (var (_, caller) in group) caller.Settle(failure);
        }

        // Whoever committed them has heard already.
        if (fresh.Count > 0) _committed?.Invoke(fresh);
    }

    void Apply(LoggedFact logged) => _apply(_options.Texts ? logged : logged.WithoutTexts());

    List<EncodedFact> Missing(List<(EncodedFact Fact, PendingCommit Caller)> group)
    {
        var keys = new HashSet<Digest>();
        return [.. group.Select(item => item.Fact).Where(fact => keys.Add(fact.Key) && !_known(fact.Fact))];
    }
}
