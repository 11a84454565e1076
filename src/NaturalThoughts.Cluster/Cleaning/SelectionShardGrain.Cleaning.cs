using System.Collections.Immutable;
using NaturalThoughts.Cluster.Cleaning;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>Cleaning.</summary>
sealed partial class SelectionShardGrain
{
    ShardCleaning? _cleaning;
    UInt128 _cleanIntake;

    // New rows may be of questions that are removed: until they are judged, nobody is asked about them.
    bool IsClean => _run.Plan.Cleaning is null || _state.Intake == _cleanIntake;

    /// <inheritdoc/>
    public async Task<CleaningReading> ReadForCleaning(Guid session)
    {
        await OpenedAsync();
        if (_cleaning?.Session != session)
        {
            _cleaning?.Dispose();
            _cleaning = new(session, _run, Number, _state.Intake, time);
        }

        return await _cleaning.WaitAsync();
    }

    /// <inheritdoc/>
    public Task<BandPage> Band(Guid session, int band, HashPart part) => CleaningAsync(session, questions => questions.Band(band, part));

    /// <inheritdoc/>
    public Task<ShingleSets> Shingles(Guid session, ImmutableArray<QuestionId> questions) =>
        CleaningAsync(session, read => read.Shingles(questions));

    /// <inheritdoc/>
    public Task<ImmutableArray<NearPair>> JoinBand(Guid session, int band, HashPart part)
    {
        _ = Cleaning(session);
        var (shards, threshold) = (CleaningSeat.Of(GrainFactory, _run, session), _run.Spec.Clean!.NearDuplicates!.Threshold);
        return Task.Run(() => BandJoin.RunAsync(shards, band, part, threshold));
    }

    /// <inheritdoc/>
    public Task Label(Guid session, ImmutableArray<QuestionLabel> labels)
    {
        Cleaning(session).Questions!.Label(labels);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<SourceRow>> Origins(Guid session, ImmutableArray<QuestionId> questions) =>
        CleaningAsync(session, read => read.Origins(questions));

    /// <inheritdoc/>
    public Task Remove(Guid session, ImmutableArray<NearDuplicate> near)
    {
        Cleaning(session).Near.AddRange(near);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ShardCounts?> RecordRemovals(Guid session)
    {
        var cleaning = Cleaning(session);
        return cleaning.Recording.JoinAsync(() => RecordAsync(cleaning), CancellationToken.None);
    }

    /// <inheritdoc/>
    public Task EndCleaning(Guid session)
    {
        if (_cleaning?.Session != session) return Task.CompletedTask;
        _cleaning.Dispose();
        _cleaning = null;
        _run.Benchmarks.Release();
        return Task.CompletedTask;
    }

    Task<T> CleaningAsync<T>(Guid session, Func<ShardQuestions, T> read)
    {
        var questions = Cleaning(session).Questions!;
        return Task.Run(() => read(questions));
    }

    ShardCleaning Cleaning(Guid session) =>
        _cleaning is { Questions: not null } cleaning && cleaning.Session == session ? cleaning : throw new CleaningInterruptedException();

    async Task<ShardCounts> RecordAsync(ShardCleaning cleaning)
    {
        var seats = CleaningSeat.Of(GrainFactory, _run, cleaning.Session);
        await new RemovalRecord(cleaning, _state, seats, _run.Spec.Clean!.NearDuplicates?.Threshold ?? 0, CommitAsync).CommitAsync();
        _cleanIntake = cleaning.Intake;
        // What was put aside is judged, unless further rows came meanwhile: then it is cleaned again.
        if (IsClean)
            foreach (var (question, entry) in _state.Questions)
                if (IsOpen(entry)) _dispatch.Offer(question);
        return _state.Counts(_run.Plan.Digest, cleaning.Rule);

        // A cleaning that was given up says nothing more: another may be at work, by another rule.
        Task CommitAsync(ImmutableArray<Fact> facts) =>
            _cleaning == cleaning ? _pump.CommitAsync(facts) : throw new CleaningInterruptedException();
    }
}
