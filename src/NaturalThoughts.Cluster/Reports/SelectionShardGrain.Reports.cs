using System.Collections.Immutable;
using NaturalThoughts.Cluster.Reports;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Selections;
using NaturalThoughts.Data.Selections.Reports;

namespace NaturalThoughts.Cluster.Shards;

sealed partial class SelectionShardGrain
{
    /// <inheritdoc/>
    public Task<ImmutableArray<Distribution>> PoolDistributions(Guid session) => ReadAsync(session, rows => Distributions(rows, null));

    /// <inheritdoc/>
    public Task<ImmutableArray<Distribution>> SelectionDistributions(Guid session, string selectionFile) =>
        ReadAsync(session, rows => Distributions(rows, ChosenFrom(rows, selectionFile)));

    /// <inheritdoc/>
    public Task<ImmutableArray<TraceId>> LowestTraces(Guid session, string? selectionFile, int most) => ReadAsync(session, rows =>
    {
        var chosen = ChosenFrom(rows, selectionFile);
        return Enumerable.Range(0, rows.Rows.Count).Where(rows.Rows.Visible).Select(rows.Rows.Trace)
            .Where(trace => chosen?.Contains(trace) ?? true).Order().Take(most).ToImmutableArray();
    });

    /// <inheritdoc/>
    public async Task<StrategySample> Strategies(Guid session, string? selectionFile, TraceId last)
    {
        var chosen = await ReadAsync(session, rows => ChosenFrom(rows, selectionFile));
        var reader = Located(session, trace => trace.CompareTo(last) <= 0 && (chosen?.Contains(trace) ?? true));
        return await Task.Run(reader.StrategiesAsync);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<TraceExcerpt>> Excerpts(Guid session, ImmutableArray<TraceId> traces)
    {
        await OpenedAsync();
        var reader = Located(session, traces.ToHashSet().Contains);
        return await Task.Run(reader.ExcerptsAsync);
    }

    // On the shard's own turn, for it asks where questions stand in the log.
    TraceReader Located(Guid session, Func<TraceId, bool> wanted)
    {
        var rows = Session(session).Rows;
        var found = Enumerable.Range(0, rows.Count).Where(row => wanted(rows.Trace(row)) && rows.Visible(row));
        var strategist = _run.Schema.Columns[_run.Schema.Ordinal("strategies_unique")].Annotator;
        return new(rows, _segments, strategist, _run.Annotators.TraceRequests.TryGetValue(strategist, out var request) ? request : null,
            [.. found.Select(row => (row, _state.Questions[rows.Question(row)].Positions))]);
    }

    IReadOnlySet<TraceId>? ChosenFrom(ShardSession rows, string? selectionFile)
    {
        var isMine = IsMine();
        return selectionFile is null ? null : rows.Chosen(selectionFile, () =>
            SelectionFile.ReadIds(selectionFile).Where(row => isMine(row.Question)).Select(row => row.Trace));
    }

    static ImmutableArray<Distribution> Distributions(ShardSession session, IReadOnlySet<TraceId>? chosen)
    {
        var rows = session.Rows;
        var counter = new DistributionCounter(rows.Schema);
        counter.Add(rows, row => rows.Visible(row) && (chosen?.Contains(rows.Trace(row)) ?? true));
        return counter.Result();
    }
}
