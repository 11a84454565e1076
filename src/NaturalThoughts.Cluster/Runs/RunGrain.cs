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
        if (!_work.IsCompleted) return new(new Acceptance { Started = true });
        var accepted = RunCatalog.Read(order);
        if (!accepted.Ok) return new(accepted.Problems);
        try
        {
            // Before anything is written: a spec whose sources are not there leaves no run behind.
            if (SourceIntake.Find(accepted.Value, order.Folder) is { Ok: false } missing) return new(missing.Problems);
            if (await OpenAsync() is { } before)
            {
                if (SpecChange.Refused(before.Spec, accepted.Value).ToList() is { Count: > 0 } refused) return new(refused);
                if (!order.Confirmed && await OrphanedAsync(before, accepted.Value) is { Length: > 0 } orphaned)
                    return new(new Acceptance { Started = false, Orphaned = orphaned });
            }

            var context = await runs.AcceptAsync(accepted.Value, order.Folder);
            if (!context.Ok) return new(context.Problems);
            _run = context.Value;
            _journal = await runs.JournalAsync(Name);
        }
        catch (Exception error) when (Explained(error) is { } problem)
        {
            return new([problem]);
        }

        _stop = new();
        (_phase, _problems, _nothingNew) = (RunPhase.Loading, [], false);
        _work = WorkAsync(order.Limit, _stop.Token);
        return new(new Acceptance { Started = true });
    }

    /// <inheritdoc/>
    public async Task<Checked<RunStatus>?> Open()
    {
        try
        {
            if (await OpenAsync() is null) return new([RunCatalog.NoSuchRun(Name, runs.Root)]);
            foreach (var shard in Shards)
                switch (await shard.Open())
                {
                    case null: return null;
                    case { Damage: { } damage }: return new([damage]);
                }

            return new(await Status());
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
            Selections = [.. (_journal?.Selections ?? []).Select(name => RecordedSelection.Read(_run.Folder, name).Value?.Report).OfType<SelectionReport>()],
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
        if (_run is null || _work.IsCompleted) return;
        await _stop.CancelAsync();
        await HaltAsync(_run, Grace);
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
            _phase = RunPhase.Done;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
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
        var stopped = Task.WhenAll(Shards.Select(shard => shard.Stop()));
        run.Models.Close();
        await Task.WhenAny(stopped, Task.Delay(grace, time));
        run.Abort();
        await stopped;
    }

    async Task LoadAsync(CancellationToken stop)
    {
        foreach (var shard in Shards)
        {
            ShardOpening? opening;
            while ((opening = await shard.Open()) is null) stop.ThrowIfCancellationRequested();
            if (opening.Damage is { } damage) throw new RunProblems([damage]);
        }
    }

    async Task TracesAsync(CancellationToken stop)
    {
        await Task.WhenAll(Shards.Select(shard => shard.Start()));
        while (await CountsAsync() is var counts && counts.Sealed + counts.Stuck < counts.Unique)
        {
            if (counts.Refused is { } refused) throw new RunProblems([refused]);
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
        if (_run is not null) return _run;
        _run = await runs.FindAsync(Name);
        if (_run is not null) _journal = await runs.JournalAsync(Name);
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

    [LoggerMessage(LogLevel.Error, "Run {Run} failed.")]
    partial void LogFailed(Exception error, string run);

    sealed class RunProblems(ImmutableArray<Problem> problems) : Exception
    {
        public ImmutableArray<Problem> Problems => problems;
    }
}
