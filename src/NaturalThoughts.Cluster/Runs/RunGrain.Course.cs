using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Log.Control;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>Beginning and stopping.</summary>
sealed partial class RunGrain
{
    // Turns interleave at every await: work that begins while a stop is recorded would undo the stop, or never hear of it.
    readonly SemaphoreSlim _turning = new(1);

    /// <inheritdoc/>
    public Task Pause() => StopAsync(new Paused());

    /// <inheritdoc/>
    public Task Cancel() => StopAsync(new Cancelled());

    /// <inheritdoc/>
    public async Task<Checked<Acceptance>> Resume()
    {
        if (await OpenAsync() is null) return new([RunCatalog.NoSuchRun(Name, runs.Root)]);
        await BeginAsync(_journal!.Limit);
        return new(new Acceptance { Started = true });
    }

    /// <inheritdoc/>
    public async Task EnsureRunning()
    {
        if (_phase is not RunPhase.Idle || (await runs.JournalAsync(Name)).State is not Started || await OpenAsync() is null) return;
        await InTurnAsync(async () =>
        {
            // It may have been stopped since, or begun.
            if (_phase is RunPhase.Idle && (await runs.JournalAsync(Name)).State is Started { Limit: var limit })
                await WorkFromHereAsync(limit);
        });
    }

    Task BeginAsync(long? limit) => InTurnAsync(() => WorkFromHereAsync(limit));

    async Task WorkFromHereAsync(long? limit)
    {
        if (!_work.IsCompleted) return;
        // A finished run that is asked again may find nothing to do; then it leaves no word of it.
        if (_journal!.State is not Finished) await _journal.TurnAsync(new Started(limit));
        _stop = new();
        _served.Clear();
        (_phase, _problems, _nothingNew) = (RunPhase.Loading, [], false);
        _work = WorkAsync(limit, _stop.Token);
        Observe();
    }

    // Recorded first: a silo that dies meanwhile leaves no run behind that goes on by itself.
    async Task StopAsync(ControlEntry state)
    {
        if (await OpenAsync() is null) return;
        var work = Task.CompletedTask;
        await InTurnAsync(async () =>
        {
            // One that has come to its end may be looked at again, or be just ending: only the first is stopped by this.
            if (_journal!.State is not (Finished or BudgetSpent)) await _journal.TurnAsync(state);
            await _stop.CancelAsync();
            work = _work;
        });
        await work;
        await InTurnAsync(async () =>
        {
            if (_phase is not RunPhase.Stopping) return;
            // Work that was just beginning may have said since that it is at work.
            if (_journal!.State is not (Paused or Cancelled)) await _journal.TurnAsync(state);
            _phase = RunPhase.Idle;
        });
    }

    async Task InTurnAsync(Func<Task> turn)
    {
        await _turning.WaitAsync();
        try
        {
            await turn();
        }
        finally
        {
            _turning.Release();
        }
    }
}
