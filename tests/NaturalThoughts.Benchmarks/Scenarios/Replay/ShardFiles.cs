using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Compaction;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Benchmarks.Scenarios.Replay;

/// <summary>A shard's log, made by the product, and a Parquet file of what can be selected from it, made by DuckDB.</summary>
/// <param name="folder">Where they lie.</param>
/// <param name="schema">The columns.</param>
/// <param name="segments">The most segments the log will have.</param>
sealed class ShardFiles(string folder, FeatureSchema schema, int segments) : IDisposable
{
    const int SegmentRows = 256;

    // DuckDB's own default.
    const int GroupRows = 122_880;

    readonly PoolFile _pool = new(schema);
    readonly Dictionary<QuestionId, Response> _responses = [];
    readonly IEnumerator<Fact[]> _groups =
        new ShardFacts().Of((segments * SegmentRows / ShardFacts.Each) + 1).Chunk(SegmentRows).GetEnumerator();
    int _segments;

    /// <summary>How many segments so many traces take.</summary>
    public static int SegmentsOf(int traces) => traces * ShardFacts.Each / SegmentRows;

    /// <summary>The log's folder.</summary>
    public string Log => Path.Combine(folder, "log");

    /// <summary>The file of the shard's memory.</summary>
    public string Memory => Path.Combine(folder, "memory");

    /// <summary>The Parquet file.</summary>
    public string Pool => Path.Combine(folder, "pool.parquet");

    /// <summary>Commits on until there are so many segments, compacts what is complete, and writes the Parquet file.</summary>
    public async Task GrowAsync(int to)
    {
        var log = await SegmentLog.OpenAsync(Log);
        if (_segments > 0) await foreach (var _ in log.ReplayAsync(texts: false)) { }
        var committed = Task.CompletedTask;
        for (; _segments < to && _groups.MoveNext(); _segments++)
        {
            EncodedFact[] encoded = [.. _groups.Current.Select(EncodedFact.Of)];
            await committed;
            committed = log.CommitAsync(encoded);
            foreach (var fact in _groups.Current)
                if (fact is ResponseFact response) _responses[response.Question] = response.Response;
                else if (fact is SealFact seal && _responses.Remove(seal.Question, out var said)) _pool.Add(seal, said);
        }

        await committed;
        await new LogCompactor(Log, new() { Grace = TimeSpan.Zero }).CompactAsync();
        _pool.Write(Pool, GroupRows);
    }

    public void Dispose()
    {
        _groups.Dispose();
        _pool.Dispose();
    }
}
