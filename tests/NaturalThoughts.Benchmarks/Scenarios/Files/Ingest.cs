using System.Diagnostics;
using NaturalThoughts.Benchmarks.Measuring;

namespace NaturalThoughts.Benchmarks.Scenarios.Files;

/// <summary>A file of questions and responses on its way into a run, beside DuckDB that makes Parquet of it.</summary>
/// <param name="bytes">Size of the file.</param>
sealed class Ingest(long bytes = 1_000_000_000) : IScenario
{
    const long MostMemory = 1_000_000_000;
    const string Rows = "read_json('{0}', format = 'newline_delimited', columns = {{question: 'VARCHAR', reference_answer: 'VARCHAR', "
        + "responses: 'STRUCT(response_model VARCHAR, response VARCHAR)[]'}})";

    /// <inheritdoc/>
    public string Name => "ingest";

    /// <inheritdoc/>
    public string About => "JSON Lines hashed, deduplicated and committed, beside DuckDB's read_json to Parquet.";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Row>> MeasureAsync(Effort effort)
    {
        var folder = Directory.CreateTempSubdirectory("naturalthoughts-bench-");
        try
        {
            var file = Path.Combine(folder.FullName, "questions.jsonl");
            NaturalReasoningFile.Write(file, (long)(bytes * effort.Scale));
            await using var process = new IngestProcess();
            using var duck = new FileDuck();
            var (rows, unique) = Count(duck, file);
            var peak = 0L;
            var pairs = await Pair.TakeAsync(effort.Pairs, OursAsync, () => Task.FromResult(Copied(duck, file, "SELECT *")));
            List<Pair> hashed = [];
            for (var turn = 0; turn < (effort.Pairs + 1) / 2; turn++)
                hashed.Add(new(await OursAsync(), Copied(duck, file, "SELECT DISTINCT ON (id) sha256(question) AS id, *")));
            var size = FormattableString.Invariant($"{new FileInfo(file).Length / 1e9:0.##} GB of JSON Lines, {rows} rows");
            return
            [
                Row.OfTimes($"ingest: {size}", "DuckDB `read_json` → Parquet", pairs, Bar.AtLeast(1)),
                Row.OfTimes("the same", "the same, questions hashed and deduplicated", hashed, Bar.None),
                Row.OfFigure("the same: most memory held", FormattableString.Invariant($"{peak / 1e6:0} MB"), "≤ 1 GB", peak <= MostMemory),
            ];

            async Task<double> OursAsync()
            {
                var root = Path.Combine(folder.FullName, "runs");
                var imported = await process.ImportAsync(file, root);
                Directory.Delete(root, recursive: true);
                if ((imported.Rows, imported.Unique) != (rows, unique))
                    throw new InvalidOperationException($"{imported} is not {rows} rows with {unique} questions.");
                peak = Math.Max(peak, imported.Peak);
                return imported.Seconds;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static (long Rows, long Unique) Count(FileDuck duck, string file) => (
        duck.Ask<long>($"SELECT count(*) FROM {From(file)}"),
        // White space does not make another question.
        duck.Ask<long>($"SELECT count(DISTINCT trim(regexp_replace(question, '\\s+', ' ', 'g'))) FROM {From(file)}"));

    static double Copied(FileDuck duck, string file, string select)
    {
        var into = file + ".parquet";
        var started = Stopwatch.GetTimestamp();
        duck.Run($"COPY ({select} FROM {From(file)}) TO '{into}' (FORMAT parquet, COMPRESSION zstd)");
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        File.Delete(into);
        return seconds;
    }

    static string From(string file) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Rows, file);
}
