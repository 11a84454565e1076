using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Slots;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Telemetry;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Cluster.Shards;

/// <inheritdoc cref="ISelectionShardGrain"/>
/// <remarks>Reentrant, because commits wait for the disk; one scheduler, because columns have one writer.</remarks>
[Reentrant, Immovable]
sealed partial class SelectionShardGrain(
    RunCatalog runs, ILocalSiloDetails silo, TimeProvider time, ILogger<SelectionShardGrain> log) : Grain, ISelectionShardGrain
{
    Task? _opening;
    RunContext _run = null!;
    SegmentLog _segments = null!;
    CommitPump _pump = null!;
    ShardState _state = null!;
    ShardDispatch _dispatch = null!;
    CancellationTokenSource _credits = new();
    string? _span;

    int Number => int.Parse(this.GetPrimaryKeyString().Split('/')[1], System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public async Task<ShardOpening?> Open()
    {
        var adopted = AdoptAsync();
        try
        {
            await adopted.WaitAsync(LongCall.Patience, time);
            return new(null);
        }
        catch (TimeoutException) when (!adopted.IsCompleted)
        {
            return null;
        }
        catch (LogDamageException damage)
        {
            return new(damage.Problem);
        }
    }

    /// <inheritdoc/>
    public async Task Commit(ImmutableArray<Fact> facts)
    {
        await OpenedAsync();
        try
        {
            await _pump.CommitAsync(facts);
        }
        catch (InvalidOperationException)
        {
            // The pump has ended. Reading the log anew mends that, or says what is wrong.
            DeactivateOnIdle();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<bool> Knows(QuestionId question, TraceId trace)
    {
        await OpenedAsync();
        return _state.Questions[question].Knows(new Digest(trace.Value));
    }

    /// <inheritdoc/>
    public async Task<QuestionDossier> Dossier(QuestionId question)
    {
        await OpenedAsync();
        return await DossierAsync(question);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<QuestionDossier>> Find(string idPrefix, int most)
    {
        await OpenedAsync();
        var rows = _state.Table.Snapshot();
        var byTrace = Enumerable.Range(0, rows.Count).Where(row => Matches(rows.Trace(row))).Select(rows.Question);
        var found = _state.Questions.Keys.Where(id => Matches(id)).Concat(byTrace).Distinct().Order().Take(most);
        return [.. await Task.WhenAll(found.Select(DossierAsync))];

        bool Matches(object id) => id.ToString()!.StartsWith(idPrefix, StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public async Task Start(string? span)
    {
        await OpenedAsync();
        _span = span;
        if (_dispatch.IsStarted) return;
        _allowance.Clear();
        _cleanIntake = _state.Intake;
        _dispatch.Start(_state.Questions.Where(pair => IsOpen(pair.Value)).Select(pair => pair.Key));
    }

    /// <inheritdoc/>
    public async Task<Credit?> Credit(string model, TimeSpan waited)
    {
        await StartedAsync();
        // Nor waits anybody on a silo that leaves.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_credits.Token, _run.Halted);
        return await GrainFactory.GetGrain<IModelSlotsGrain>(model).Take(_run.Name, silo.SiloAddress, waited, ending.Token);
    }

    /// <inheritdoc/>
    public async Task Stop()
    {
        await _credits.CancelAsync();
        _credits = new();
        const ConfigureAwaitOptions faultsToo = ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;
        // What cannot be read was never started.
        if (_opening is { IsCompleted: false }) await _opening.ConfigureAwait(faultsToo);
        if (_opening is { IsCompletedSuccessfully: true }) await Task.WhenAll(_dispatch.StopAsync(), _embedding.StopAsync());
    }

    /// <inheritdoc/>
    public async Task<ShardCounts> Counts()
    {
        await OpenedAsync();
        return _state.Counts(_run.Plan.Digest, _run.Plan.Cleaning) with { Stuck = _dispatch.Stuck, Refused = _dispatch.Refused };
    }

    /// <inheritdoc/>
    public async Task<int> Reopen(string reason)
    {
        await OpenedAsync();
        ImmutableArray<Fact> reopened =
        [
            .. from question in _state.Questions
               from failure in question.Value.Failures
               where failure.Reason == reason && !failure.Imported
               select new ReopenFact { Question = question.Key, Trace = failure.Trace, Number = failure.Number },
        ];
        await _pump.CommitAsync(reopened);
        return reopened.Length;
    }

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        ShardInstruments.Open.Add(this);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        ShardInstruments.Open.Remove(this);
        await _credits.CancelAsync();
        _cleaning?.Dispose();
        if (_opening is not { IsCompletedSuccessfully: true }) return;
        _dispatch.Stop();
        _embedding.Stop();
        await _pump.DisposeAsync();
        await RememberAsync();
    }

    // Reading a long log takes longer than an activation may: it goes on behind the first call. One that fails is tried afresh by another
    // activation.
    async Task OpenedAsync()
    {
        try
        {
            await (_opening ??= OpenAsync());
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    async Task StartedAsync()
    {
        await OpenedAsync();
        if (!_dispatch.IsStarted) throw new OperationCanceledException($"Shard {Number} of {_run.Name} is stopped.");
    }

    // The run may be under another spec since. Where that has other columns, they are made from the log.
    async Task AdoptAsync()
    {
        await OpenedAsync();
        var run = await CurrentAsync();
        if (_opening!.IsCompleted && !run.Schema.HoldsWhat(_state.Table.Schema)) _opening = ReopenAsync();
        await OpenedAsync();
        _run = run;
    }

    async Task ReopenAsync()
    {
        await _pump.DisposeAsync();
        _sessions.Clear();
        await OpenAsync();
    }

    Task<RunContext> CurrentAsync() => runs.GetAsync(GrainKeys.RunOf(this.GetPrimaryKeyString()));

    async Task OpenAsync()
    {
        _run = await CurrentAsync();
        _segments = await SegmentLog.OpenAsync(_run.Folder.Shard(Number));
        _state = await RememberedAsync();
        // The factory outlives this activation, and so may a question that is under way when it ends.
        var grains = GrainFactory;
        _dispatch = new(
            _state.Questions.Index, question => grains.Question(_run.Name, question).Work(_run.Stopping),
            question => IsOpen(_state.Questions[question]), _allowance.Release, time, log,
            () => Observed.Begin("question", _span));
        OpenEmbedding();
        var counters = new CommitCounters(_run.Name, IsRemoved);
        _pump = new(_segments, _state.Knows, Apply, time, new() { Texts = false }, counters.Note);
        await _pump.Loaded;
        await RememberAsync();
        StartCompacting();
    }

    void Apply(LoggedFact logged)
    {
        var spent = _state.Spent;
        if (_state.Apply(logged.Fact, logged.Position) is { } question && IsClean && IsOpen(_state.Questions[question]))
            _dispatch.Offer(question);
        if (logged.Fact is ResponseFact response) _allowance.Settle(response.Question, response.Trace, _state.Spent - spent);
        if (logged.Fact is AttemptFact attempt) _allowance.Settle(attempt.Question, attempt.Trace, _state.Spent - spent);
        OfferEmbedding(logged.Fact);
    }

    bool IsOpen(QuestionEntry entry) => entry.HasIntake && !entry.IsSealed(_run.Plan.Digest);

    bool IsRemoved(QuestionId question) =>
        _run.Plan.Cleaning is { } rule && _state.Questions[question].Cleaning is { Reason: not null } verdict && verdict.Rule == rule;

    async Task<QuestionDossier> DossierAsync(QuestionId question) =>
        QuestionDossier.Of(question, await _segments.ReadAsync(_state.Questions[question].Positions));
}
