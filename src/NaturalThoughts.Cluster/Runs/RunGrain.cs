using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Cluster.Datasets;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Storage;

namespace NaturalThoughts.Cluster.Runs;

/// <inheritdoc cref="IRunGrain"/>
[Reentrant, KeepAlive]
sealed partial class RunGrain(RunCatalog runs, TimeProvider time, ILogger<RunGrain> log) : Grain, IRunGrain
{
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    static readonly TimeSpan StoragePatience = TimeSpan.FromMinutes(1);
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    readonly SemaphoreSlim _accepting = new(1);

    RunContext? _run;
    RunJournal? _journal;
    SourceIntake? _intake;
    Task _work = Task.CompletedTask;
    CancellationTokenSource _stop = new();
    RunPhase _phase;
    ImmutableArray<Problem> _problems = [];

    string Name => this.GetPrimaryKeyString();

    IEnumerable<ISelectionShardGrain> Shards => Enumerable.Range(0, _run!.Spec.Shards).Select(shard => GrainFactory.Shard(Name, shard));

    /// <inheritdoc/>
    public async Task<Checked<Acceptance>> Curate(CurateOrder order)
    {
        var spec = RunCatalog.Read(order);
        if (!spec.Ok) return new(spec.Problems);
        // Turns interleave at every await: without this two orders would both find the run idle.
        await _accepting.WaitAsync();
        try
        {
            return await AcceptAsync(order, spec.Value);
        }
        catch (Exception error) when (Explained(error) is { } problem)
        {
            return new([problem]);
        }
        finally
        {
            _accepting.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<Checked<RunStatus>?> Open()
    {
        try
        {
            if (await OpenAsync() is null) return new([RunCatalog.NoSuchRun(Name, runs.Root)]);
            return await OpenShardsAsync() switch
            {
                null => null,
                { Length: > 0 } damage => new(damage),
                _ => new(await Status()),
            };
        }
        catch (Exception error) when (Explained(error) is { } problem)
        {
            return new([problem]);
        }
    }

    /// <inheritdoc/>
    public async Task<RunStatus> Status()
    {
        if (_run is null) return new() { Run = Name };
        var counts = new ShardCounts();
        Problem? unread = null;
        try
        {
            if (_phase is not RunPhase.Loading) counts = await CountsAsync();
        }
        catch (Exception error) when (Explained(error) is { } problem)
        {
            unread = problem;
        }

        return new()
        {
            Run = Name,
            Phase = _phase,
            Counts = counts,
            Problems = _problems.IsEmpty && unread is not null ? [unread] : _problems,
            ResponsesPerQuestion = _run.Plan.ResponsesPerQuestion,
            RowsRead = _intake?.Rows ?? 0,
            Endpoints = _run.EndpointLines(),
            Unserved = _run.Unserved(),
            Selections = [.. (_journal?.Selections ?? []).Select(name => RecordedSelection.Read(_run.Folder, name).Value?.Report).OfType<SelectionReport>()],
            Datasets = [.. (_journal?.Datasets ?? []).Select(emitted => DatasetReport.Of(emitted, _run.Folder))],
            MaxFailed = _run.Spec.Limits.MaxFailed,
        };
    }

    /// <inheritdoc/>
    public async Task Stop()
    {
        await _stop.CancelAsync();
        await _work;
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<QuestionDossier>> Find(string idPrefix, int most)
    {
        var found = await Task.WhenAll(Shards.Select(shard => shard.Find(idPrefix, most)));
        return [.. found.SelectMany(dossiers => dossiers).OrderBy(dossier => dossier.Id).Take(most)];
    }

    /// <inheritdoc/>
    public async Task<int> Retry(string reason)
    {
        var reopened = (await Task.WhenAll(Shards.Select(shard => shard.Reopen(reason)))).Sum();
        if (reopened > 0) await _journal!.ReopenAsync(reason, reopened);
        return reopened;
    }

    async Task<Checked<Acceptance>> AcceptAsync(CurateOrder order, RunSpec spec)
    {
        if (!_work.IsCompleted)
            return SpecWriter.Write(spec) == SpecWriter.Write(_run!.Spec) ? new(new Acceptance { Started = true }) : new([Busy]);
        // Before anything is written: a spec whose sources are not there leaves no run behind.
        if (SourceIntake.Find(spec, order.Folder) is { Ok: false } missing) return new(missing.Problems);
        if (await OpenAsync() is { } before)
        {
            if (SpecChange.Refused(before.Spec, spec).ToList() is { Count: > 0 } refused) return new(refused);
            if (!order.Confirmed && await OrphanedAsync(before, spec) is { Length: > 0 } orphaned)
                return new(new Acceptance { Started = false, Orphaned = orphaned });
        }

        var context = await runs.AcceptAsync(spec, order.Folder);
        if (!context.Ok) return new(context.Problems);
        (_run, _journal) = (context.Value, await runs.JournalAsync(Name));
        _stop = new();
        (_phase, _problems) = (RunPhase.Loading, []);
        _work = WorkAsync(order.Limit, _stop.Token);
        return new(new Acceptance { Started = true });
    }

    async Task WorkAsync(long? limit, CancellationToken stop)
    {
        var (phase, problems) = await OutcomeAsync(limit, stop);
        if (phase is not RunPhase.Done) _phase = RunPhase.Stopping;
        await DrainAsync();
        (_phase, _problems) = (phase, problems);
    }

    async Task<(RunPhase Phase, ImmutableArray<Problem> Problems)> OutcomeAsync(long? limit, CancellationToken stop)
    {
        try
        {
            await LoadAsync(stop);
            _phase = RunPhase.Intake;
            // Off the grain's scheduler: reading and hashing would keep it from answering.
            var (journal, intake) = (_journal!, _intake = new(GrainFactory, _run!, limit));
            if (await Task.Run(() => intake.ReadAsync(journal, stop), stop) is { Length: > 0 } problems) throw new RunProblems(problems);
            _phase = RunPhase.Traces;
            await TracesAsync(stop);
            await ConcludeAsync(stop);
            return (RunPhase.Done, []);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return (RunPhase.Stopped, []);
        }
        catch (RunProblems failed)
        {
            return (RunPhase.Failed, failed.Problems);
        }
        catch (Exception error)
        {
            if (Explained(error) is null) LogFailed(error, Name);
            return (RunPhase.Failed, [Explained(error) ?? Defect(error)]);
        }
    }

    // However a run ends, nobody works for it afterwards. Responses under way may finish for a while; then they are given up, and asked
    // for again when the run goes on.
    async Task DrainAsync()
    {
        try
        {
            var stopped = Task.WhenAll(Shards.Select(shard => shard.Stop()));
            _run!.Drain();
            await Task.WhenAny(stopped, Task.Delay(Grace, time));
            _run.Abort();
            await stopped;
        }
        catch (Exception error)
        {
            LogNotDrained(error, Name);
        }
    }

    async Task LoadAsync(CancellationToken stop)
    {
        ImmutableArray<Problem>? damage;
        while ((damage = await OpenShardsAsync()) is null) stop.ThrowIfCancellationRequested();
        if (damage is { Length: > 0 } problems) throw new RunProblems(problems);
    }

    // All at once: a call waits as long as its slowest shard, and no longer than one of them may take.
    async Task<ImmutableArray<Problem>?> OpenShardsAsync()
    {
        var openings = await Task.WhenAll(Shards.Select(shard => shard.Open()));
        return openings.Contains(null) ? null : [.. openings.Select(opening => opening!.Damage).OfType<Problem>()];
    }

    async Task TracesAsync(CancellationToken stop)
    {
        long? refused = null;
        while (true)
        {
            // A shard that moved or restarted meanwhile begins again; to one at work it says nothing.
            await Task.WhenAll(Shards.Select(shard => shard.Start()));
            var counts = await CountsAsync();
            if (counts.Sealed + counts.Stuck >= counts.Unique) break;
            if (_run!.Models.Completion is { IsFaulted: true } broken) await broken;
            // What was paid for waits in memory for the storage to take it again; a run that nobody looks after must not wait for good.
            refused = counts.Refused is null ? null : refused ?? time.GetTimestamp();
            _problems = counts.Refused is { } problem ? [problem] : [];
            if (refused is { } since && time.GetElapsedTime(since) > StoragePatience) throw new RunProblems(_problems);
            await Task.Delay(Tick, time, stop);
        }

        _problems = [];
    }

    async Task ConcludeAsync(CancellationToken stop)
    {
        _phase = RunPhase.Selecting;
        foreach (var selection in _run!.Spec.Selections)
        {
            stop.ThrowIfCancellationRequested();
            if (await Select(selection, replace: true) is { Ok: false } failed) throw new RunProblems(failed.Problems);
        }

        _phase = RunPhase.Emitting;
        foreach (var dataset in _run.Spec.Datasets)
        {
            stop.ThrowIfCancellationRequested();
            if (await Emit(dataset, replace: true) is { Ok: false } failed) throw new RunProblems(failed.Problems);
        }
    }

    async Task<ShardCounts> CountsAsync()
    {
        var counts = await Task.WhenAll(Shards.Select(shard => shard.Counts()));
        return counts.Aggregate((left, right) => left + right);
    }

    async Task<RunContext?> OpenAsync()
    {
        if (_run is not null || await runs.FindAsync(Name) is not { } found) return _run;
        var journal = await runs.JournalAsync(Name);
        if (_run is null) (_run, _journal) = (found, journal);
        return _run;
    }

    async Task<ImmutableArray<OrphanedResponses>> OrphanedAsync(RunContext before, RunSpec after)
    {
        var orphaned = SpecChange.Orphaned(before.Spec, after);
        if (orphaned.IsEmpty) return [];
        await LoadAsync(CancellationToken.None);
        var committed = (await CountsAsync()).Responses;
        return
        [
            .. from model in orphaned
               let count = committed.GetValueOrDefault($"{model.Role.ToString().ToLowerInvariant()} {model.Model.Model}")
               where count > 0
               select new OrphanedResponses(model.Role, model.Model.Name, count),
        ];
    }

    static Problem? Explained(Exception error) => error switch
    {
        StorageException storage => storage.Problem,
        LogDamageException damage => damage.Problem,
        RunUnusableException unusable => unusable.Problem,
        { InnerException: { } inner } => Explained(inner),
        _ => null,
    };

    static Problem Busy { get; } = new(
        "The run is at work under another spec.", "run", Fix: "Wait until it is done, or stop it; then the new spec can go on from there.");

    Problem Defect(Exception error) => new(
        $"The run ended in a defect of the program: {error.Message}", Name,
        Fix: "What is committed is safe; the same command goes on. Please report this with the log (`--verbose`).");

    [LoggerMessage(LogLevel.Error, "Run {Run} failed.")]
    partial void LogFailed(Exception error, string run);

    [LoggerMessage(LogLevel.Error, "Run {Run} ended, but not all that was under way could be waited for.")]
    partial void LogNotDrained(Exception error, string run);

    sealed class RunProblems(ImmutableArray<Problem> problems) : Exception
    {
        public ImmutableArray<Problem> Problems => problems;
    }
}
