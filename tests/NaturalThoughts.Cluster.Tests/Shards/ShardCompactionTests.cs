using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Tests.Shards;

public sealed class ShardCompactionTests
{
    static readonly TimeSpan Between = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task OpenShard_TenMinutesPass_IsCompactedAndStaysAsItWas()
    {
        var time = new LongTimers();
        await using var run = await TestRun.StartAsync(time: time);
        run.Import(1);
        await run.FinishAsync(TestRun.Importing().Replace("shards: 2", "shards: 1"));
        for (var row = 0; row < 64; row++) await run.Grains.Shard(TestRun.Name, 0).Commit([Intake(row)]);
        Assert.Empty(Files(run, "*.parquet"));

        time.Advance(Between);
        await TestRun.UntilAsync(() => Files(run, "*.parquet").Length == 1);
        Assert.Contains("00000001.jsonl.zst", Files(run, "*.zst"));
        // An hour later what the range covers goes.
        await TestRun.UntilAsync(() =>
        {
            time.Advance(Between);
            return !Files(run, "*.zst").Contains("00000001.jsonl.zst");
        });

        Assert.Equal(65, (await run.Run.Status()).Counts.Unique);
        await run.RestartAsync();
        Assert.Equal(65, (await run.OpenAsync()).Counts.Unique);
    }

    [Fact]
    public async Task OpenShard_AgainAfter64Segments_GoesOnFromItsImage()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(1);
        await run.FinishAsync(TestRun.Importing().Replace("shards: 2", "shards: 1"));
        for (var row = 0; row < 64; row++) await run.Grains.Shard(TestRun.Name, 0).Commit([Intake(row)]);
        var before = (await run.Run.Status()).Counts;
        await run.RestartAsync();
        Assert.Equal(before.Unique, (await run.OpenAsync()).Counts.Unique);
        var image = Path.Combine(run.RunFolder, "memory", "0000");
        Assert.True(File.Exists(image));

        // Nothing is lost with it, and with a damaged one neither.
        foreach (var damage in (Action[])[() => File.Delete(image), () => File.WriteAllText(image, "no image"), () => { }])
        {
            await run.Grains.Shard(TestRun.Name, 0).Commit([Intake(64)]);
            await run.RestartAsync();
            damage();
            await run.RestartAsync();
            Assert.Equal(before.Unique + 1, (await run.OpenAsync()).Counts.Unique);
        }
    }

    static string[] Files(TestRun run, string pattern) =>
        [.. Directory.EnumerateFiles(Path.Combine(run.RunFolder, "shards", "0000"), pattern).Select(file => Path.GetFileName(file))];

    static IntakeFact Intake(int row) => new()
    {
        FileDigest = Digest.Of("further"), Origin = new(0, "further", row),
        Question = new() { Text = $"And {row}?", Source = "further", Id = QuestionId.Of($"And {row}?") },
    };
}
