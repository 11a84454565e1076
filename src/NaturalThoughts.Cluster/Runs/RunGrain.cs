using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Cluster.Datasets;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Cluster.Runs;

/// <inheritdoc cref="IRunGrain"/>
[Reentrant, KeepAlive]
sealed partial class RunGrain(RunCatalog runs, TimeProvider time, ILogger<RunGrain> log) : Grain, IRunGrain
{
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    readonly SemaphoreSlim _accepting = new(1);

    RunContext? _run;
    RunJournal? _journal;
    SourceIntake? _intake;
    Task _work = Task.CompletedTask;
    CancellationTokenSource _stop = new();
    RunPhase _phase;
    ImmutableArray<Problem> _problems = [];
    bool _nothingNew;

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
        return new()
        {
            Run = Name,
            Phase = _phase,
            Counts = await ReadableCountsAsync(),
            Problems = _problems,
            ResponsesPerQuestion = _run.Plan.ResponsesPerQuestion,
            RowsRead = _intake?.Rows ?? 0,
            Endpoints = _run.EndpointLines(),
            Unserved = _run.Unserved(),
            Selections = [.. (_journal?.Selections ?? []).Select(name => RecordedSelection.ReadSummary(_run.Folder, name).Value?.Report).OfType<SelectionReport>()],
            Datasets = [.. (_journal?.Datasets ?? []).Select(emitted => DatasetReport.Of(emitted, _run.Folder))],
            MaxFailed = _run.Spec.Limits.MaxFailed,
            Notes = (_journal?.Notes ?? Tally.None).Plus(_intake?.Unrecorded ?? Tally.None),
            PassedOver = _intake?.PassedOver ?? [],
            NothingNew = _nothingNew,
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
        (_phase, _problems, _nothingNew) = (RunPhase.Loading, [], false);
        _work = WorkAsync(order.Limit, _stop.Token);
        return new(new Acceptance { Started = true });
    }

    // However a run ends, nobody works for it afterwards.
    async Task WorkAsync(long? limit, CancellationToken stop)
    {
        try
        {
            await LoadAsync(stop);
            var before = await CountsAsync();
            _phase = RunPhase.Intake;
            // Off the grain's scheduler: reading and hashing would keep it from answering.
            var (journal, intake) = (_journal!, _intake = new(GrainFactory, _run!, limit));
            if (await Task.Run(() => intake.ReadAsync(journal, stop), stop) is { Length: > 0 } problems) throw new RunProblems(problems);
            if ((await CountsAsync()).Unique == 0) throw new RunProblems([NoQuestion(intake.FirstRejected)]);
            _phase = RunPhase.Traces;
            await TracesAsync(stop);
            await ConcludeAsync(stop);
            _nothingNew = journal.Appended == 0 && before.SaysTheSameAs(await CountsAsync());
            await HaltAsync(_run!, TimeSpan.Zero);
            _phase = RunPhase.Done;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _phase = RunPhase.Stopping;
            await HaltAsync(_run!, Grace);
            _phase = RunPhase.Stopped;
        }
        catch (Exception error)
        {
            var problems = error is RunProblems known ? known.Problems : [Explained(error) ?? Defect(error)];
            await HaltAsync(_run!, TimeSpan.Zero);
            (_phase, _problems) = (RunPhase.Failed, problems);
        }
    }

    Problem NoQuestion(Core.Facts.IntakeFact? rejected) => new(
        "No row of the sources can be used." + (rejected is null ? "" : $" The first says: {rejected.Rejected!.Detail}"),
        rejected is null ? Name : rejected.Origin.ToString(),
        Fix: $"Correct `columns` or `preset` in the spec; `naturalthoughts status {Name}` counts the reasons.");

    Problem Defect(Exception error)
    {
        LogFailed(error, Name);
        return new($"The run ended in a defect of the program: {error.Message}", Name, Fix: "What is committed is safe; the same command goes on. Please report this with the log (`--verbose`).");
    }

    // Begins nothing new. Responses under way may finish for a while; then they are given up, and asked for again when the run goes on.
    async Task HaltAsync(RunContext run, TimeSpan grace)
    {
        try
        {
            var stopped = Task.WhenAll(Shards.Select(shard => shard.Stop()));
            run.Models.Close();
            await Task.WhenAny(stopped, Task.Delay(grace, time));
            run.Abort();
            await stopped;
        }
        catch (Exception error)
        {
            // The run has ended all the same.
            LogNotHalted(error, Name);
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
        while (true)
        {
            // A shard that moved or restarted meanwhile begins again; to one at work it says nothing.
            await Task.WhenAll(Shards.Select(shard => shard.Start()));
            var counts = await CountsAsync();
            if (counts.Sealed + counts.Stuck >= counts.Unique) return;
            if (counts.Refused is { } refused) throw new RunProblems([refused]);
            if (_run!.Models.Completion is { IsFaulted: true } broken) await broken;
            await Task.Delay(Tick, time, stop);
        }
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

    // A run that ended because a shard cannot be read has no counts.
    async Task<ShardCounts> ReadableCountsAsync()
    {
        if (_phase is RunPhase.Loading) return new();
        try
        {
            return await CountsAsync();
        }
        catch (Exception error) when (_phase is RunPhase.Failed && Explained(error) is not null)
        {
            return new();
        }
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

    Problem? Explained(Exception error) => Refusal.Of(error, Name);

    static Problem Busy { get; } = new(
        "The run is at work under another spec.", "run", Fix: "Wait until it is done, or stop it; then the new spec goes on from there.");

    [LoggerMessage(LogLevel.Error, "Run {Run} ended, but not all that was under way could be waited for.")]
    partial void LogNotHalted(Exception error, string run);

    [LoggerMessage(LogLevel.Error, "Run {Run} failed.")]
    partial void LogFailed(Exception error, string run);

    sealed class RunProblems(ImmutableArray<Problem> problems) : Exception
    {
        public ImmutableArray<Problem> Problems => problems;
    }
}
