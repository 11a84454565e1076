using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using NaturalThoughts.Benchmarks.Measuring;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Shards.Memory;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Benchmarks.Scenarios.Replay;

/// <summary>What a shard does when it is activated, held against DuckDB, which reads the same columns of the same traces.</summary>
/// <remarks>Both end with all columns and ids in memory, ready for a recipe; the shard besides with what it knows of each question and
/// where its facts stand. DuckDB's table in memory is what its recipes are asked of elsewhere in this table. Each is opened anew every
/// time; files are in the page cache.</remarks>
/// <param name="traces">How many traces, about, at scale 1.</param>
sealed class ShardReplay(int traces = 50_000) : IScenario
{
    const int RangeSegments = 64;

    readonly FeatureSchema _schema = new([]);

    /// <inheritdoc/>
    public string Name => "replay";

    /// <inheritdoc/>
    public string About => "A shard of 50 k traces (1 GB of text) is activated; DuckDB reads its columns.";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Row>> MeasureAsync(Effort effort)
    {
        var folder = Directory.CreateTempSubdirectory("naturalthoughts-bench-");
        try
        {
            // As many as leave five segments behind the last whole range; then as many more as leave 63, the most there are.
            var compacted = Math.Max(1, ShardFiles.SegmentsOf(effort.Of(traces)) / RangeSegments) * RangeSegments;
            using var files = new ShardFiles(folder.FullName, _schema, compacted + 63);
            await files.GrowAsync(compacted);
            await RememberAsync(files);
            await files.GrowAsync(compacted + 5);
            var rows = await MeasureAsync(files, 5, effort.Pairs);
            await files.GrowAsync(compacted + 63);
            return [.. rows, .. await MeasureAsync(files, 63, effort.Pairs)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    async Task<IReadOnlyList<Row>> MeasureAsync(ShardFiles files, int tail, int pairsWanted)
    {
        var file = files.Pool;
        var state = await ActivateAsync(files);
        using (var connection = Opened())
        {
            PoolFile.Read(connection, file, _schema);
            if (PoolFile.Differences(connection, state.Table.Snapshot()) is > 0 and var wrong)
                throw new InvalidOperationException($"{wrong} rows are not the same.");
        }

        var pairs = await Pair.TakeAsync(pairsWanted, () => SecondsAsync(() => ActivateAsync(files)), () =>
        {
            using var connection = Opened();
            return SecondsAsync(() =>
            {
                PoolFile.Read(connection, file, _schema);
                return Task.CompletedTask;
            });
        });
        var path = string.Create(
            CultureInfo.InvariantCulture, $"activation of a shard of {state.Traces:n0} traces, {tail} tail segments");
        var whole = await SecondsAsync(() => ActivateAsync(files.Log, files.Log + "-none"));
        var (table, rest) = (state.Table.Bytes / (double)state.Traces, state.Questions.Bytes / (double)state.Traces);
        return
        [
            Row.OfTimes(path, "DuckDB, the same columns from Parquet into memory", pairs, new("≤ 1.5 times", 1 / 1.5)),
            Row.OfFigure("the same without an image of its memory, all of the log folded", Row.Time(whole), "", null),
            Row.OfFigure("its columns in memory, with trace ids", Each(table), "≤ 64", table <= 64),
            Row.OfFigure("its questions, keys and places in the log", Each(rest), "", null),
        ];
    }

    static string Each(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes:0.0} bytes a trace");

    // What the grain does before it answers.
    Task<ShardState> ActivateAsync(ShardFiles files) => ActivateAsync(files.Log, files.Memory);

    async Task<ShardState> ActivateAsync(string folder, string memory)
    {
        var log = await SegmentLog.OpenAsync(folder);
        var state = await new ShardImage(memory).ReadAsync(_schema, log) is { } image ? image.State : new(_schema);
        await using var pump = new CommitPump(
            log, state.Knows, logged => state.Apply(logged.Fact, logged.Position), options: new() { Texts = false });
        await pump.Loaded;
        return state;
    }

    // What the grain does when it has replayed a long log, and every ten minutes where as much came since.
    async Task RememberAsync(ShardFiles files)
    {
        var state = await ActivateAsync(files);
        new ShardImage(files.Memory).Write(state)(await SegmentLog.OpenToRead(files.Log).EndAsync());
    }

    static DuckDBConnection Opened()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        return connection;
    }

    static async Task<double> SecondsAsync(Func<Task> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
