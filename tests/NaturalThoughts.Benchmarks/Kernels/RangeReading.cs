using BenchmarkDotNet.Attributes;
using NaturalThoughts.Benchmarks.Scenarios.Replay;
using NaturalThoughts.Data.Log.Compaction;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Benchmarks.Kernels;

/// <summary>A range of 64 segments as it is read: by a replay, with and without texts, and fact by fact.</summary>
[MemoryDiagnoser]
public class RangeReading
{
    const int Segments = 64;
    const int SegmentRows = 256;

    readonly string _folder = Directory.CreateTempSubdirectory("naturalthoughts-bench-").FullName;

    /// <summary>Makes the range.</summary>
    [GlobalSetup]
    public async Task MakeAsync()
    {
        var log = await SegmentLog.OpenAsync(_folder);
        foreach (var facts in new ShardFacts().Of(Segments * SegmentRows / ShardFacts.Each + 1).Chunk(SegmentRows).Take(Segments))
            await log.CommitAsync(facts);
        await new LogCompactor(_folder, new() { Grace = TimeSpan.Zero }).CompactAsync();
    }

    /// <summary>Removes it.</summary>
    [GlobalCleanup]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    /// <summary>As a shard replays it.</summary>
    [Benchmark]
    public Task<int> WithoutTexts() => CountAsync(texts: false);

    /// <summary>As compaction and imports read it.</summary>
    [Benchmark]
    public Task<int> WithTexts() => CountAsync(texts: true);

    async Task<int> CountAsync(bool texts)
    {
        var count = 0;
        await foreach (var _ in SegmentLog.OpenToRead(_folder).ReplayAsync(1, texts)) count++;
        return count;
    }
}
