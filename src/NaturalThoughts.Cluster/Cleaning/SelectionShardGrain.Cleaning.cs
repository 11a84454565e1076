using System.Collections.Immutable;
using System.Globalization;
using NaturalThoughts.Cluster.Cleaning;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>Cleaning.</summary>
sealed partial class SelectionShardGrain
{
    const int PageRemovals = 256;

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
            _cleaning = new(session, _run, Number, time);
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
        var (questions, removed) = (cleaning.Questions!, new HashSet<QuestionId>());
        foreach (var page in questions.Contaminated.OrderBy(found => found.Question).Chunk(PageRemovals))
            await CommitAsync(page.Select(found => Removal(
                found.Question, RemovalReason.Contaminated, found.Found.Detail, found.Found.Matched, of: null)));
        foreach (var page in cleaning.Near.Chunk(PageRemovals)) await CommitAsync(await RemovalsAsync(cleaning.Session, page));
        foreach (var page in NoLongerRemoved().Chunk(PageRemovals)) await CommitAsync(page);
        _cleanIntake = _state.Intake;
        // What came in meanwhile was put aside.
        foreach (var (question, entry) in _state.Questions)
            if (IsOpen(entry)) _dispatch.Offer(question);
        return _state.Counts(_run.Plan.Digest, _run.Plan.Cleaning);

        async Task CommitAsync(IEnumerable<RemovalFact> verdicts)
        {
            ImmutableArray<Fact> news = [.. verdicts.Where(verdict => removed.Add(verdict.Question)).Where(IsNews)];
            if (news.Length > 0) await _pump.CommitAsync(news);
        }

        IEnumerable<RemovalFact> NoLongerRemoved() =>
            [.. _state.Questions.Where(pair => pair.Value.Cleaning is { Reason: not null } said && said.Rule == _run.Plan.Cleaning)
                .Where(pair => !removed.Contains(pair.Key)).Select(pair => Removal(pair.Key, null, null, null, of: null))];
    }

    async Task<IEnumerable<RemovalFact>> RemovalsAsync(Guid session, NearDuplicate[] near)
    {
        var shards = CleaningSeat.Of(GrainFactory, _run, session);
        var mine = await BandJoin.ShinglesAsync(shards, [.. near.Select(pair => pair.Question)]);
        var kept = await BandJoin.ShinglesAsync(shards, [.. near.Select(pair => pair.Of)]);
        var least = _run.Spec.Clean!.NearDuplicates!.Threshold;
        return near.Index().Select(pair => Removal(
            pair.Item.Question, RemovalReason.NearDuplicate,
            Alike(Core.Cleaning.Shingles.Jaccard(mine[pair.Index].Span, kept[pair.Index].Span), least), matched: null, pair.Item.Of));
    }

    static string Alike(double jaccard, double least) => string.Create(CultureInfo.InvariantCulture,
        $"Both have {jaccard:0.000} of their shingles in common{(jaccard < least ? "; others between them are nearer to each" : "")}.");

    RemovalFact Removal(QuestionId question, string? reason, string? detail, string? matched, QuestionId? of) => new()
    {
        Question = question,
        Rule = _run.Plan.Cleaning!.Value,
        Number = (_state.Questions[question].Cleaning?.Number ?? -1) + 1,
        Reason = reason,
        Detail = detail,
        Matched = matched,
        Of = of,
    };

    bool IsNews(RemovalFact fact) => _state.Questions[fact.Question].Cleaning is not { } said || said.Rule != fact.Rule
        || (said.Reason, said.Says) != (fact.Reason, QuestionEntry.Verdict.Of(fact).Says);
}
