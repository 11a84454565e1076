using System.Diagnostics;
using NaturalThoughts.Benchmarks.Shapes;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Compaction;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Benchmarks.Scale;

/// <summary>What the log takes on the disk, and what its commits and its compaction take.</summary>
static class LogCosts
{
    const int Rows = 256;

    // Two ranges and a little more.
    const int Segments = 2 * 64 + 8;

    // Segments of a shard that a listing finds: at most 63 of each width wait to be compacted.
    const int Listed = 64;

    /// <summary>Measures.</summary>
    public static async Task MeasureAsync(ScaleTable table)
    {
        var folder = Directory.CreateTempSubdirectory("naturalthoughts-bench-");
        try
        {
            await WriteAsync(table, Path.Combine(folder.FullName, "big"));
            await CommitAsync(table, Path.Combine(folder.FullName, "small"));
            await ListAsync(table, Path.Combine(folder.FullName, "shards"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task WriteAsync(ScaleTable table, string folder)
    {
        var (random, text) = (new Random(1), Text());
        var log = await SegmentLog.OpenAsync(folder);
        var facts = Enumerable.Range(0, Segments).Select(segment => Enumerable.Range(segment * Rows, Rows)
            .Select(number => EncodedFact.Of(Response(number, random, text))).ToList()).ToList();
        var (cpu, wall) = await ScaleTable.TimeAsync(async () =>
        {
            foreach (var group in facts) await log.CommitAsync(group);
        });
        var traces = Segments * Rows;
        table.Add("segments: bytes of a trace (6,000 characters at the median, 10,000 on average)", $"{ScaleTable.Bytes(Size(folder) / traces)}");
        table.Add("segments of a million traces, 256 a segment", $"{1e6 / Rows:0} files, {ScaleTable.Bytes(Size(folder) / traces * 1e6)}");
        table.Add("committing, a trace", $"{cpu / traces * 1e6:0} µs of CPU, {traces / wall:0} traces/s by one shard");
        var (compacting, _) = await ScaleTable.TimeAsync(
            () => new LogCompactor(folder, new() { Grace = TimeSpan.Zero }).CompactAsync());
        await new LogCompactor(folder, new() { Grace = TimeSpan.Zero }).CompactAsync();
        table.Add("ranges: bytes of a trace", $"{ScaleTable.Bytes(Size(folder) / traces)}");
        table.Add("compaction of a million traces", $"{compacting / (2 * 64 * Rows) * 1e6:0} s of CPU");
        table.Add("files after it", $"{Directory.GetFiles(folder).Length} of {Segments}");
    }

    static async Task CommitAsync(ScaleTable table, string folder)
    {
        const int shards = 16, each = 40;
        var (random, text) = (new Random(2), Text());
        var logs = await Task.WhenAll(Enumerable.Range(0, shards).Select(shard => SegmentLog.OpenAsync(Path.Combine(folder, $"{shard}"))));
        var facts = Enumerable.Range(0, shards * each).Select(number => EncodedFact.Of(Response(number, random, text))).ToList();
        var (cpu, wall) = await ScaleTable.TimeAsync(() => Task.WhenAll(logs.Select(async (log, shard) =>
        {
            for (var commit = 0; commit < each; commit++) await log.CommitAsync([facts[(shard * each) + commit]]);
        })));
        table.Add($"commits of one trace, {shards} shards at once, this disk", $"{shards * each / wall:0} commits/s, {cpu / (shards * each) * 1e6:0} µs of CPU each");
    }

    static async Task ListAsync(ScaleTable table, string folder)
    {
        Parallel.For(0, ScaleTable.Shards, shard =>
        {
            var path = Directory.CreateDirectory(Path.Combine(folder, $"{shard:0000}")).FullName;
            for (var number = 1; number <= Listed; number++) File.Create(Path.Combine(path, $"{number:00000000}.seg")).Dispose();
        });
        var started = Stopwatch.GetTimestamp();
        var found = Directory.EnumerateDirectories(folder).AsParallel().Sum(path => Directory.EnumerateFiles(path).Count());
        table.Add($"listing {ScaleTable.Shards:N0} folders of {Listed} files (local disk, warm)",
            $"{found:N0} files in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s");
        await Task.CompletedTask;
    }

    static double Size(string folder) => new DirectoryInfo(folder).EnumerateFiles().Sum(file => (double)file.Length);

    static ResponseFact Response(int number, Random random, string text) => new()
    {
        Question = QuestionId.Of($"question {number}"),
        Response = new()
        {
            Request = Digest.Of("teacher", $"{number}"), Model = "teacher", Role = ModelRole.Teacher,
            Reasoning = Part(text, random, Lengths.Reasoning), Content = Part(text, random, Lengths.Answer),
        },
    };

    static string Part(string text, Random random, Lengths lengths) => text.Substring(random.Next(text.Length / 2), lengths.Next(random));

    // Words by how often they are said; what compresses as language does, within a little.
    static string Text()
    {
        var (random, text) = (new Random(3), new System.Text.StringBuilder());
        while (text.Length < 1 << 22)
        {
            var word = (int)Math.Exp(random.NextDouble() * Math.Log(20_000));
            for (var left = word + 7; left > 0; left /= 19) text.Append((char)('a' + (left * 7 % 26)));
            text.Append(random.Next(12) == 0 ? ". " : " ");
        }

        return text.ToString();
    }
}
