using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Cluster.Datasets;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Slots;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Curation.Judgements;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Benchmarks;
using NaturalThoughts.Data.Intake;
using NaturalThoughts.Data.Log.Control;

namespace NaturalThoughts.Cluster.Runs;

/// <inheritdoc cref="IRunGrain"/>
[Reentrant, KeepAlive]
sealed partial class RunGrain(RunCatalog runs, EndpointOwners owners, TimeProvider time, ILogger<RunGrain> log) : Grain, IRunGrain, IRunView
{
    readonly SemaphoreSlim _accepting = new(1);

    RunContext? _run;
    RunJournal? _journal;
    SourceIntake? _intake;
    Task _work = Task.CompletedTask;
    CancellationTokenSource _stop = new();
    RunPhase _phase;
    ImmutableArray<Problem> _problems = [];
    bool _nothingNew;
    bool _leaving;

    string Name => this.GetPrimaryKeyString();

    // What an operator said last stays true of a run at which nobody works.
    RunPhase Phase => _phase is not RunPhase.Idle ? _phase : _journal?.State switch
    {
        Paused => RunPhase.Paused,
        Cancelled => RunPhase.Cancelled,
        _ => RunPhase.Idle,
    };

    IEnumerable<ISelectionShardGrain> Shards => Enumerable.Range(0, _run!.Spec.Shards).Select(shard => GrainFactory.Shard(Name, shard));

    /// <inheritdoc/>
    public async Task<Checked<Acceptance>> Curate(CurateOrder order)
    {
        var spec = RunCatalog.ReadWhole(order);
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
        var served = await ServedAsync();
        var counts = await ReadableCountsAsync();
        return new()
        {
            Run = Name,
            Phase = Phase,
            Counts = counts with { Stuck = counts.Stuck + _notEmbedded },
            Budget = _run.Spec.Limits.OutputTokens,
            Problems = BudgetIsSpent(counts) is { } spent ? [.. _problems, spent] : _problems,
            ResponsesPerQuestion = _run.Plan.ResponsesPerQuestion,
            Fillers = _run.Plan.Rubrics.Fillers,
            RowsRead = _intake?.Rows ?? 0,
            Endpoints = [.. served.SelectMany(silo => silo.Lines)],
            Unserved = [.. AskedLines.Except(served.SelectMany(silo => silo.Models))],
            Clusters = _run.Clusters?.Last,
            Selections =
            [
                .. (_journal?.Selections ?? [])
                    .Select(name => RecordedSelection.ReadSummary(_run.Folder, name).Value?.Report).OfType<SelectionReport>(),
            ],
            Datasets = [.. (_journal?.Datasets ?? []).Select(emitted => DatasetReport.Of(emitted, _run.Folder))],
            MaxFailed = _run.Spec.Limits.MaxFailed,
            Notes = (_journal?.Notes ?? Tally.None).Plus(_intake?.Unrecorded ?? Tally.None),
            PassedOver = _intake?.PassedOver ?? [],
            NothingNew = _nothingNew,
            CleaningRule = _run.Plan.Cleaning,
            Cleaning = Phase is RunPhase.Cleaning ? _cleaning?.Progress : null,
        };
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // The run goes on elsewhere: nobody is told to stop.
        _leaving = true;
        EndObserving();
        await _stop.CancelAsync();
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
        var missing = SourcePart.Find(spec, order.Folder, runs.Root).Problems.AddRange(BenchmarkFiles.Check(spec.Clean, order.Folder));
        if (!missing.IsEmpty) return new(missing);
        if (await OpenAsync() is { } before)
        {
            if (SpecChange.Refused(before.Spec, spec).ToList() is { Count: > 0 } refused) return new(refused);
            if (!order.Confirmed && await OrphanedAsync(before, spec) is { Length: > 0 } orphaned)
                return new(new Acceptance { Started = false, Orphaned = orphaned });
        }

        var context = await runs.AcceptAsync(spec, order.Folder);
        if (!context.Ok) return new(context.Problems);
        (_run, _journal) = (context.Value, await runs.JournalAsync(Name));
        await BeginAsync(order.Limit);
        return new(new Acceptance { Started = true });
    }

    async Task<ShardCounts> CountsAsync()
    {
        var counts = await Task.WhenAll(Shards.Select(shard => shard.Counts()));
        return _counted = counts.Aggregate((left, right) => left + right);
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
        var changed = SpecChange.Changed(before.Plan.Rubrics, RubricSet.Of(after).Value!);
        var embedder = OrphanedEmbedder(before.Spec, after);
        if (orphaned.IsEmpty && changed.IsEmpty && embedder is null) return [];
        await LoadAsync(CancellationToken.None);
        var counts = await CountsAsync();
        return
        [
            .. from model in orphaned
               let count = counts.Responses.GetValueOrDefault($"{model.Role.ToString().ToLowerInvariant()} {model.Model.Model}")
               where count > 0
               select new OrphanedResponses(model.Role, model.Model.Name, count),
            .. from rubric in changed
               let count = counts.Responses.GetValueOrDefault(rubric.Before.CountedAs)
               where count > 0
               let tokens = counts.Tokens.GetValueOrDefault(rubric.Before.CountedAs)
               select new OrphanedResponses(rubric.After.Role, rubric.After.Model.Name, count)
               {
                   Rubric = rubric.After.Rubric.Name,
                   Calls = rubric.After.Rubric.Subject switch
                   {
                       RubricSubject.Question => Math.Min(count, counts.Unique),
                       RubricSubject.Baseline => count,
                       _ => Math.Min(count, counts.Traces),
                   },
                   MeanTokens = tokens > 0 ? (double)tokens / count : null,
               },
            .. embedder is not null && counts.Responses.GetValueOrDefault($"embedder {embedder.Model}") is var vectors and > 0
                ? [new OrphanedResponses(ModelRole.Embedder, embedder.Name, vectors)] : (OrphanedResponses[])[],
        ];
    }

    Problem? Explained(Exception error) => Refusal.Of(error, Name);

    static Problem Busy { get; } = new(
        "The run is at work under another spec.", "run", Fix: "Wait until it is done, or stop it; then the new spec goes on from there.");
}
