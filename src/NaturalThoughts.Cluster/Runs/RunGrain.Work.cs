using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Cluster.Silos;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Telemetry;
using NaturalThoughts.Data.Log.Control;

namespace NaturalThoughts.Cluster.Runs;

sealed partial class RunGrain
{
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan Passed = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Watched = TimeSpan.FromSeconds(5);

    readonly HashSet<SiloAddress> _served = [];
    Activity? _span;

    // However a run ends, nobody works for it afterwards.
    async Task WorkAsync(long? limit, CancellationToken stop)
    {
        using var span = _span = Observed.Begin("curate")?.SetTag("naturalthoughts.run", Name);
        // What is asked of shards again and again for hours is no part of it.
        Activity.Current = null;
        try
        {
            while (!await TryWorkAsync(limit, stop)) await Task.Delay(Passed, time, stop);
            await HaltAsync(TimeSpan.Zero);
            _phase = RunPhase.Done;
        }
        catch (OperationCanceledException) when (_leaving)
        {
            return;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _phase = RunPhase.Stopping;
            await HaltAsync(Grace);
        }
        catch (Exception error)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            var problems = error is RunProblems known ? known.Problems : [Explained(error) ?? Defect(error)];
            await HaltAsync(TimeSpan.Zero);
            (_phase, _problems) = (RunPhase.Failed, problems);
        }
    }

    // Silos die and shards move meanwhile. All of it can be done again: what was committed is there.
    async Task<bool> TryWorkAsync(long? limit, CancellationToken stop)
    {
        try
        {
            await runs.ServeAsync(Name);
            _run = runs.Known(Name)!;
            await ServeAsync();
            await LoadAsync(stop);
            var before = await CountsAsync();
            _phase = RunPhase.Intake;
            // Off the grain's scheduler: reading and hashing would keep it from answering.
            var (journal, intake) = (_journal!, _intake = new(GrainFactory, _run!, limit));
            var reading = Task.Run(() => intake.ReadAsync(journal, stop), stop);
            // Whoever watches sees that it goes on.
            while (await Task.WhenAny(reading, Task.Delay(Watched, time)) != reading) await CountsAsync();
            if (await reading is { Length: > 0 } problems) throw new RunProblems(problems);
            var counts = await CountsAsync();
            if (counts.Questions == 0) throw new RunProblems([NoQuestion(intake.FirstRejected)]);
            await CleanAsync(limit, counts, stop);
            var end = await TracesAsync(limit, stop);
            await ClusterAsync(limit, stop);
            await ConcludeAsync(stop);
            await journal.TurnAsync(end);
            _nothingNew = journal.Appended == 0 && before.SaysTheSameAs(await CountsAsync());
            return true;
        }
        catch (Exception error) when (Passing.Is(error) && !stop.IsCancellationRequested)
        {
            LogAgain(Name, error.Message);
            return false;
        }
    }

    Problem NoQuestion(Core.Facts.IntakeFact? rejected) => new(
        "No row of the sources can be used." + (rejected is null ? "" : $" The first says: {rejected.Rejected!.Detail}"),
        rejected is null ? Name : rejected.Origin.ToString(),
        Fix: $"Correct `columns` or `preset` in the spec; `naturalthoughts status {Name}` counts the reasons.");

    Problem Defect(Exception error)
    {
        LogFailed(error, Name);
        return new($"The run ended in a defect of the program: {error.Message}", Name,
            Fix: "What is committed is safe; the same command goes on. Please report this with the log (`--verbose`).");
    }

    // Begins nothing new. Responses under way may finish for a while; then they are given up, and asked for again when the run goes on.
    async Task HaltAsync(TimeSpan grace)
    {
        try
        {
            var stopped = Task.WhenAll(Shards.Select(shard => shard.Stop()));
            await OnSilosAsync(silo => silo.Halt(Name));
            await Task.WhenAny(stopped, Task.Delay(grace, time));
            await OnSilosAsync(silo => silo.Abort(Name));
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

    /// <returns>How far it came: to the end, or to that of the budget.</returns>
    async Task<ControlEntry> TracesAsync(long? limit, CancellationToken stop)
    {
        while (true)
        {
            _phase = RunPhase.Traces;
            // Another process, which forms no cluster with this one, may have read further rows: nobody is asked about them unjudged.
            if (_run!.Plan.Cleaning is not null && await CleanAsync(limit, await CountsAsync(), stop)) continue;
            // A shard that moved or restarted meanwhile begins again; to one at work it says nothing.
            await ServeAsync();
            // Before that: what is under way tells a shard that begins again of its tokens, and then it gets more.
            var covered = await AllotAsync();
            await Task.WhenAll(Shards.Select(shard => shard.Start(_span?.Id)));
            await EmbedMeanwhileAsync();
            var counts = await CountsAsync();
            if (counts.Open > 0) await _journal!.TurnAsync(new Started(limit));
            if (counts.Open <= counts.Stuck) return new Finished();
            if (counts.Refused is { } refused) throw new RunProblems([refused]);
            if (!covered) return new BudgetSpent(_run!.Spec.Limits.OutputTokens!.Value);
            if (_run!.Models.Completion is { IsFaulted: true } broken) await broken;
            await Task.Delay(Tick, time, stop);
        }
    }

    // A silo that joins is told; one that is told twice has heard it.
    async Task ServeAsync()
    {
        foreach (var silo in owners.Silos.Where(silo => !_served.Contains(silo)).ToList())
            if (await OnSiloAsync(silo, grain => grain.Serve(Name))) _served.Add(silo);
    }

    Task OnSilosAsync(Func<ISiloGrain, Task> tell) => Task.WhenAll(owners.Silos.Select(silo => OnSiloAsync(silo, tell)));

    // One that dies meanwhile has nothing more to hear.
    async Task<bool> OnSiloAsync(SiloAddress silo, Func<ISiloGrain, Task> tell)
    {
        try
        {
            await tell(GrainFactory.Silo(silo));
            return true;
        }
        catch (Exception error) when (Passing.Is(error))
        {
            LogSilent(silo, Name);
            return false;
        }
    }

    async Task<ImmutableArray<ServedEndpoints>> ServedAsync()
    {
        var served = new ConcurrentBag<ServedEndpoints>();
        await OnSilosAsync(async silo => served.Add(await silo.Served(Name)));
        return [.. served.OrderBy(silo => silo.Lines.FirstOrDefault(), StringComparer.Ordinal)];
    }

    async Task ConcludeAsync(CancellationToken stop)
    {
        Activity.Current = _span;
        _phase = RunPhase.Selecting;
        foreach (var selection in _run!.Spec.Selections)
        {
            stop.ThrowIfCancellationRequested();
            if (await SelectAsync(selection, replace: true, reported: false) is { Ok: false } failed) throw new RunProblems(failed.Problems);
        }

        await ReportAsync(stop);
        _phase = RunPhase.Emitting;
        foreach (var dataset in _run.Spec.Datasets)
        {
            stop.ThrowIfCancellationRequested();
            if (await Emit(dataset, replace: true) is { Ok: false } failed) throw new RunProblems(failed.Problems);
        }
    }

    [LoggerMessage(LogLevel.Error, "Run {Run} ended, but not all that was under way could be waited for.")]
    partial void LogNotHalted(Exception error, string run);

    [LoggerMessage(LogLevel.Information, "Run {Run} is looked at again: {Reason}")]
    partial void LogAgain(string run, string reason);

    [LoggerMessage(LogLevel.Warning, "Silo {Silo} does not answer about run {Run}.")]
    partial void LogSilent(SiloAddress silo, string run);

    [LoggerMessage(LogLevel.Error, "Run {Run} failed.")]
    partial void LogFailed(Exception error, string run);

    sealed class RunProblems(ImmutableArray<Problem> problems) : Exception
    {
        public ImmutableArray<Problem> Problems => problems;
    }
}
