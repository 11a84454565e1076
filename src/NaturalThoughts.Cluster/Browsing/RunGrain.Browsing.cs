using System.Collections.Immutable;
using NaturalThoughts.Cluster.Browsing;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Cluster.Runs;

sealed partial class RunGrain
{
    // To look into a text it has to be read from the log: so many for one call, and a few at a time.
    const int MostScanned = 256;
    const int ScannedAtOnce = 64;

    /// <inheritdoc/>
    public async Task<TracePage> Traces(TraceQuery query)
    {
        var most = query.Text is null ? query.Limit : MostScanned;
        // One more than are looked at tells whether there are more.
        var pages = await Task.WhenAll(Shards.Select(shard => shard.Traces(query, most + 1)));
        var found = pages.SelectMany(page => page).OrderBy(trace => trace.Trace).Take(most + 1).ToList();
        var (items, scanned) = (ImmutableArray.CreateBuilder<TraceLine>(), 0);
        TraceId? last = null;
        foreach (var some in found.Take(most).Chunk(ScannedAtOnce))
        {
            var lines = (await LinesAsync(some, query.Text)).ToDictionary(line => line.Trace);
            foreach (var trace in some)
            {
                (last, scanned) = (trace.Trace, scanned + 1);
                if (lines.GetValueOrDefault(trace.Trace) is { } line) items.Add(line);
                if (items.Count == query.Limit) break;
            }

            if (items.Count == query.Limit) break;
        }

        return new(items.ToImmutable(), scanned < found.Count ? last : null, scanned);
    }

    /// <inheritdoc/>
    public async Task<TraceDetails?> Trace(TraceId trace) =>
        (await Task.WhenAll(Shards.Select(shard => shard.Trace(trace)))).FirstOrDefault(details => details is not null);

    /// <inheritdoc/>
    public async Task<DeadLetterPage> DeadLetters(string? reason, DeadLetterPlace? after, int limit)
    {
        var letters = ImmutableArray.CreateBuilder<DeadLetter>();
        // Shards hold ranges of ids in their order.
        foreach (var shard in Shards.Skip(after?.Question.Shard(_run!.Spec.Shards) ?? 0))
        {
            letters.AddRange(await shard.DeadLetters(reason, after, limit + 1 - letters.Count));
            if (letters.Count > limit) return new([.. letters.Take(limit)], letters[limit - 1].Place);
        }

        return new(letters.ToImmutable(), null);
    }

    /// <inheritdoc/>
    public async Task<Checked<PoolHistograms>> Histograms(ImmutableArray<string> columns)
    {
        var schema = _run!.Schema;
        var unknown = columns.Where(column => schema.Ordinal(column) < 0).Select(column => NoColumn(column, schema)).ToList();
        if (unknown.Count > 0) return new(unknown);
        var asked = columns.Select(column => schema.Columns[schema.Ordinal(column)]).ToList();
        var opened = await PoolSession.OpenAsync(GrainFactory, _run);
        if (!opened.Ok) return new(opened.Problems);
        await using var pool = opened.Value;
        var counted = await pool.DistributionsAsync([.. asked.Where(IsShown).Select(column => column.Name)]);
        var numbers = await pool.HistogramsAsync([.. asked.Where(column => !IsShown(column)).Select(column => column.Name)]);
        if (!numbers.Ok) return new(numbers.Problems);
        return new(new PoolHistograms(pool.Pool.Digest.ToString(), pool.Pool.Traces,
        [
            .. asked.Select(column => IsShown(column)
                ? PoolHistogram.Of(column, counted.FirstOrDefault(shown => shown.Column == column.Name), pool.Pool.Traces)
                : PoolHistogram.Of(column, numbers.Value.Columns.First(number => number.Column == column.Name), pool.Pool.Traces)),
        ]));

        static bool IsShown(FeatureDefinition column) =>
            column.Kind is not FeatureKind.Number || ShownColumn.All.Any(shown => shown.Name == column.Name);
    }

    static Problem NoColumn(string column, FeatureSchema schema)
    {
        var names = schema.Columns.Select(known => known.Name).ToList();
        return new($"There is no column `{column}`.", "column",
            Expected: string.Join(", ", names), Fix: NearestName.DidYouMean(column, names));
    }

    async Task<IEnumerable<TraceLine>> LinesAsync(PooledTrace[] traces, string? text)
    {
        var shards = _run!.Spec.Shards;
        var lines = await Task.WhenAll(traces.GroupBy(trace => trace.Question.Shard(shards)).Select(some =>
            GrainFactory.Shard(Name, some.Key).TraceLines([.. some], text)));
        return lines.SelectMany(some => some);
    }
}
