using System.Diagnostics;
using NaturalThoughts.Benchmarks.Measuring;
using NaturalThoughts.Cluster.Datasets;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Server;

namespace NaturalThoughts.Benchmarks.Scenarios.Files;

/// <summary>A recorded selection on its way into a published dataset, beside DuckDB that copies the same rows.</summary>
/// <remarks>
/// Both read what lies on the disk: the product its compacted logs, DuckDB a Parquet file with question, reasoning and answer of each
/// trace, in zstd. Both write the training table in the layout <c>prompt-completion</c>, zstd level 3: DuckDB makes its chat columns in
/// SQL. The product writes the metadata table, the card, the chart and the manifest with SHA-256 of each file besides, and brings all of
/// it to the disk.
/// </remarks>
/// <param name="traces">How many traces of 20 KB.</param>
sealed class Emission(int traces = 100_000) : IScenario
{
    const string Columns = "question, reasoning, answer, reference_answer, mode, finish_reason, source, question_id, trace_id";

    const string Copied = $$"""
        SELECT [{'role': 'user', 'content': question}] AS prompt,
            [{'role': 'assistant', 'content': '<think>' || chr(10) || trim(reasoning, chr(10) || chr(13)) || chr(10) || '</think>'
                || chr(10) || chr(10) || trim(answer, chr(10) || chr(13))}] AS completion,
            {{Columns}}
        FROM
        """;

    /// <inheritdoc/>
    public string Name => "emission";

    /// <inheritdoc/>
    public string About => "A selection emitted as a Parquet dataset, beside DuckDB's COPY of the same rows.";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Row>> MeasureAsync(Effort effort)
    {
        var folder = Directory.CreateTempSubdirectory("naturalthoughts-bench-");
        try
        {
            var size = effort.Of(traces);
            await EmissionRun.MakeAsync(folder.FullName, size);
            using var silo = await LocalSilo.StartAsync(folder.FullName, verbose: false, CancellationToken.None);
            using var duck = new FileDuck();
            var run = silo.Services.GetRequiredService<IGrainFactory>().Run(EmissionRun.Name);
            while (await run.Open() is null) { }
            var selection = Known(await run.Select(new() { Name = "all", Size = size }, replace: true));
            if (selection.Taken != size) throw new InvalidOperationException($"{selection.Taken} traces were selected.");
            var (source, into) = (Path.Combine(folder.FullName, "traces.parquet"), Path.Combine(folder.FullName, "copied.parquet"));
            var first = Known(await run.Emit(Order(0), replace: true));
            Copy(duck, $"SELECT {Columns} FROM '{Training(first)}'", source);
            Compare(duck, first, source, into);
            Directory.Delete(first.Folder, recursive: true);
            var turn = 0;
            var pairs = await Pair.TakeAsync(effort.Pairs, OursAsync, () => Task.FromResult(Theirs()));
            await silo.StopAsync();
            return
            [
                Row.OfTimes($"emission: {size} traces of 20 KB", "DuckDB `COPY` of the same rows", pairs, Bar.AtLeast(1)),
            ];

            async Task<double> OursAsync()
            {
                var started = Stopwatch.GetTimestamp();
                var emitted = Known(await run.Emit(Order(++turn), replace: true));
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                Directory.Delete(emitted.Folder, recursive: true);
                return seconds;
            }

            double Theirs()
            {
                var started = Stopwatch.GetTimestamp();
                Copy(duck, $"{Copied} '{source}'", into);
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                File.Delete(into);
                return seconds;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static DatasetSpec Order(int number) => new() { Name = FormattableString.Invariant($"emitted-{number}"), Selection = "all" };

    static string Training(DatasetReport emitted) => Path.Combine(
        emitted.Folder, Path.GetDirectoryName(emitted.Files.First(file => file.EndsWith(".parquet", StringComparison.Ordinal)))!, "*.parquet");

    // DuckDB's own row groups would hold all rows, and one thread would write them.
    static void Copy(FileDuck duck, string select, string into) =>
        duck.Run($"COPY ({select}) TO '{into}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 3, ROW_GROUP_SIZE 2048)");

    // The same rows, whatever their order.
    static void Compare(FileDuck duck, DatasetReport emitted, string source, string into)
    {
        Copy(duck, $"{Copied} '{source}'", into);
        const string sum = $"SELECT count(*) || ' ' || sum(hash(prompt, completion, {Columns})) FROM";
        var (ours, theirs) = (duck.Ask<string>($"{sum} '{Training(emitted)}'"), duck.Ask<string>($"{sum} '{into}'"));
        if (ours != theirs) throw new InvalidOperationException($"{ours} is not {theirs}.");
    }

    static T Known<T>(Checked<T> answer) where T : class =>
        answer.Ok ? answer.Value : throw new InvalidOperationException(string.Join('\n', answer.Problems));
}
