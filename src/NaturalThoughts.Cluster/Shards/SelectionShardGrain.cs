using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Cluster.Shards;

/// <inheritdoc cref="ISelectionShardGrain"/>
/// <remarks>Reentrant, because commits wait for the disk; one scheduler, because columns have one writer.</remarks>
[Reentrant, Immovable]
sealed partial class SelectionShardGrain(RunCatalog runs, TimeProvider time, ILogger<SelectionShardGrain> log) : Grain, ISelectionShardGrain
{
    Task? _opening;
    RunContext _run = null!;
    SegmentLog _segments = null!;
    CommitPump _pump = null!;
    ShardState _state = null!;
    ShardDispatch _dispatch = null!;

    int Number => int.Parse(this.GetPrimaryKeyString().Split('/')[1], System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public async Task<ShardOpening?> Open()
    {
        try
        {
            await OpenedAsync().WaitAsync(TimeSpan.FromSeconds(20), time);
            return new(null);
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (LogDamageException damage)
        {
            DeactivateOnIdle();
            return new(damage.Problem);
        }
    }

    /// <inheritdoc/>
    public async Task Commit(ImmutableArray<Fact> facts)
    {
        await OpenedAsync();
        await _pump.CommitAsync(facts);
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
    public async Task Start()
    {
        await OpenedAsync();
        _run = await runs.GetAsync(_run.Name);
        _dispatch.Start(_state.Questions.Where(pair => IsOpen(pair.Key)).Select(pair => pair.Key).ToList());
    }

    /// <inheritdoc/>
    public async Task Stop()
    {
        // What cannot be read was never started.
        if (_opening is { IsCompleted: false }) await _opening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (_opening is { IsCompletedSuccessfully: true }) await _dispatch.StopAsync();
    }

    /// <inheritdoc/>
    public async Task<ShardCounts> Counts()
    {
        await OpenedAsync();
        _run = await runs.GetAsync(_run.Name);
        return _state.Counts(_run.Plan.Digest) with { Stuck = _dispatch.Stuck, Refused = _dispatch.Refused };
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
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_opening is { IsCompletedSuccessfully: true }) await _pump.DisposeAsync();
    }

    // Reading a long log takes longer than an activation may: it goes on behind the first call.
    Task OpenedAsync() => _opening ??= OpenAsync();

    async Task OpenAsync()
    {
        var key = this.GetPrimaryKeyString();
        _run = await runs.GetAsync(GrainKeys.RunOf(key));
        _state = new(_run.Schema);
        _dispatch = new(question => GrainFactory.Question(_run.Name, question).Work(CancellationToken.None), IsOpen, time, log);
        _segments = await SegmentLog.OpenAsync(_run.Folder.Shard(Number));
        _pump = new(_segments, _state.Knows, Apply, time);
        await _pump.Loaded;
    }

    void Apply(LoggedFact logged)
    {
        if (_state.Apply(logged.Fact, logged.Position) is { } question && IsOpen(question)) _dispatch.Offer(question);
    }

    bool IsOpen(QuestionId question) => _state.Questions[question] is { HasIntake: true } entry && !entry.IsSealed(_run.Plan.Digest);

    async Task<QuestionDossier> DossierAsync(QuestionId question) => new()
    {
        Id = question,
        Facts = [.. await _segments.ReadAsync(_state.Questions[question].Positions)],
    };
}
