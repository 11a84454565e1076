using System.Diagnostics;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Server;

namespace NaturalThoughts.Benchmarks.Scale;

/// <summary>A run of thousands of shards in one silo: what its grains take, and what it costs to ask them all.</summary>
static class RunCosts
{
    const string Run = "scale";
    const int EachShard = 2;
    const int Asked = 20;

    /// <summary>Measures.</summary>
    public static async Task MeasureAsync(ScaleTable table)
    {
        var folder = Directory.CreateTempSubdirectory("naturalthoughts-bench-").FullName;
        await File.WriteAllLinesAsync(Path.Combine(folder, "traces.jsonl"), Enumerable.Range(0, ScaleTable.Shards * EachShard).Select(number =>
            $$"""{"question":"What is {{number}} plus one?","answer":"{{number + 1}}","trace":"<think>so</think>{{number + 1}}"}"""));
        var host = await LocalSilo.StartAsync(Path.Combine(folder, "runs"), verbose: false, CancellationToken.None);
        var (_, wall) = await ScaleTable.TimeAsync(() => CurateAsync(host, folder));
        table.Add($"a run of {ScaleTable.Shards:N0} shards with {EachShard} imported questions each, from nothing to its end", $"{wall:0.0} s");
        await host.StopAsync();
        host.Dispose();

        host = await LocalSilo.StartAsync(Path.Combine(folder, "runs"), verbose: false, CancellationToken.None);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var grain = host.Services.GetRequiredService<IGrainFactory>().Run(Run);
        var (cpu, opening) = await ScaleTable.TimeAsync(async () =>
        {
            while (await grain.Open() is null) await Task.Yield();
        });
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        table.Add($"activating and opening {ScaleTable.Shards:N0} shards in one silo", $"{opening:0.0} s, {cpu / ScaleTable.Shards * 1e3:0.00} ms of CPU each");
        table.Add("memory of an open shard with nothing in it", $"{ScaleTable.Bytes((double)held / ScaleTable.Shards)}");
        await AskAsync(table, grain);
        await host.StopAsync();
        host.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    static async Task AskAsync(ScaleTable table, IRunGrain grain)
    {
        await grain.Status();
        var times = new List<double>();
        var (cpu, _) = await ScaleTable.TimeAsync(async () =>
        {
            for (var turn = 0; turn < Asked; turn++)
            {
                var started = Stopwatch.GetTimestamp();
                await grain.Status();
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        });
        times.Sort();
        table.Add($"`status` over {ScaleTable.Shards:N0} shards in the same silo",
            $"{times[Asked / 2]:0} ms at the median, {times[^1]:0} ms at most, {cpu / Asked * 1e3:0} ms of CPU");
        var status = await grain.Status();
        table.Add("a shard's counts as a message", $"{ScaleTable.Bytes(Wire.BytesOf(status.Counts))}");
        var (ensuring, _) = await ScaleTable.TimeAsync(async () =>
        {
            for (var turn = 0; turn < 1000; turn++) await grain.EnsureRunning();
        });
        table.Add("`EnsureRunning` of a run at rest, as each silo asks every 10 s", $"{ensuring * 1e3:0} µs of CPU");
    }

    static async Task CurateAsync(IHost host, string folder)
    {
        var grain = host.Services.GetRequiredService<IGrainFactory>().Run(Run);
        var yaml = $$"""
            run: {{Run}}
            source:
              path: traces.jsonl
              columns: {question: question, reference: answer, responses: [{role: teacher, model: t, content: trace}]}
            shards: {{ScaleTable.Shards}}
            """;
        var accepted = await grain.Curate(new() { Yaml = yaml, FileName = "spec.yaml", Folder = folder, Confirmed = true });
        if (!accepted.Ok) throw new InvalidOperationException(string.Join('\n', accepted.Problems));
        RunStatus status;
        while (!(status = await grain.Status()).Phase.HasEnded()) await Task.Delay(500);
        if (status.Phase is not RunPhase.Done || status.Counts.Sealed != ScaleTable.Shards * EachShard)
            throw new InvalidOperationException($"The run did not come to its end: {status}");
    }
}
