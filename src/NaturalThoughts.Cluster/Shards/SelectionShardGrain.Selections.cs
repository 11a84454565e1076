using System.Collections.Immutable;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Difficulty;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Selections;

namespace NaturalThoughts.Cluster.Shards;

// Snapshots never change, so what reads them runs beside the grain's own turns.
sealed partial class SelectionShardGrain
{
    // Sessions whose coordinator died before closing them are dropped when as many newer ones were opened.
    const int MostSessions = 16;

    static readonly SemaphoreSlim Writers = new(Environment.ProcessorCount);

    readonly OrderedDictionary<Guid, ShardSession> _sessions = [];

    /// <inheritdoc/>
    public async Task<PoolDigest> OpenSession(Guid session)
    {
        await OpenedAsync();
        _sessions[session] = new(_state.Table.Snapshot());
        if (_sessions.Count > MostSessions) _sessions.RemoveAt(0);
        return new(_state.SnapshotDigest, _state.Traces);
    }

    /// <inheritdoc/>
    public async Task<PoolDigest> Pool()
    {
        await OpenedAsync();
        return new(_state.SnapshotDigest, _state.Traces);
    }

    /// <inheritdoc/>
    public Task CloseSession(Guid session)
    {
        _sessions.Remove(session);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ColumnHistogram>> Histograms(Guid session, ImmutableArray<string> columns) =>
        ReadAsync(session, rows => rows.Histograms(columns));

    /// <inheritdoc/>
    public Task<DifficultyRange> DifficultyRange(Guid session, ImmutableArray<ColumnHistogram> pool) =>
        ReadAsync(session, rows => rows.Rank(_run.Spec.Difficulty, pool).Range());

    /// <inheritdoc/>
    public Task<DifficultyHistogram> DifficultyCount(Guid session, DifficultyRange pool) =>
        ReadAsync(session, rows => rows.Difficulty.Count(pool));

    /// <inheritdoc/>
    public async Task SetDifficulty(Guid session, DifficultyHistogram pool)
    {
        var ranked = await ReadAsync(session, rows => rows.Ranked(pool));
        if (_sessions.ContainsKey(session)) _sessions[session] = ranked;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<QuestionRank>> Extremes(Guid session, int most) => ReadAsync(session, rows => rows.Extremes(most));

    /// <inheritdoc/>
    public Task<Checked<StratumSummary>> Summarise(Guid session, RecipeOrder order) => ReadAsync(session, rows => rows.Open(order, IsMine()));

    /// <inheritdoc/>
    public Task<ProbeReply> Probe(Guid session, ProbeRequest request) => ReadAsync(session, rows => rows.Selection.Probe(request));

    /// <inheritdoc/>
    public Task<ImmutableArray<SelectedTrace>> Take(Guid session, Thresholds thresholds, int skip, int most) =>
        ReadAsync(session, rows => rows.Take(thresholds, skip, most));

    /// <inheritdoc/>
    public Task<ShardSketch> Sketch(Guid session, Thresholds thresholds, int most) =>
        ReadAsync(session, rows => rows.Sketch(thresholds, most));

    /// <inheritdoc/>
    public Task<Explanation?> Explain(Guid session, TraceId trace, Thresholds thresholds) =>
        ReadAsync(session, rows => rows.Selection.Explain(trace, thresholds));

    /// <inheritdoc/>
    public Task<ImmutableSortedDictionary<string, FeatureValue>> Features(Guid session, TraceId trace) =>
        ReadAsync(session, rows => rows.Features(trace));

    /// <inheritdoc/>
    public async Task<Checked<PartSummary>> WritePart(Guid session, PartOrder order)
    {
        await OpenedAsync();
        var rows = Session(session).Rows;
        var part = new DatasetPart(rows, order, _segments, Number);
        var isMine = IsMine();
        var selected = await Task.Run(() => SelectionFile.Read(order.SelectionFile).Where(row => isMine(row.Question)).ToList());
        if (part.Locate(selected, question => _state.Questions.GetValueOrDefault(question)) is { } stale) return new([stale]);
        // More parts at once than processors take memory and are no faster.
        await Writers.WaitAsync();
        try
        {
            return new(await Task.Run(part.WriteAsync));
        }
        finally
        {
            Writers.Release();
        }
    }

    async Task<T> ReadAsync<T>(Guid session, Func<ShardSession, T> read)
    {
        await OpenedAsync();
        var rows = Session(session);
        return await Task.Run(() => read(rows));
    }

    ShardSession Session(Guid session) => _sessions.TryGetValue(session, out var rows)
        ? rows
        : throw new SessionLostException();

    Func<QuestionId, bool> IsMine()
    {
        var (shards, number) = (_run.Spec.Shards, Number);
        return question => question.Shard(shards) == number;
    }
}
