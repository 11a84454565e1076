using CsCheck;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Compaction;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Log.Storage;

namespace NaturalThoughts.Data.Tests.Log.Compaction;

public sealed class CompactorTests : IDisposable
{
    static readonly CompactionOptions AtOnce = new() { Grace = TimeSpan.Zero };

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compact_CompleteSegments_BecomeARangeWithTheSameFactsAtTheSamePlaces()
    {
        await _folder.CommitAsync(130);
        var before = await _folder.ReplayAsync();

        var report = await new LogCompactor(_folder.Path, AtOnce).CompactAsync(TestContext.Current.CancellationToken);

        Assert.Equal([new SegmentRange(1, 64), new SegmentRange(65, 128)], report.Published);
        Assert.Equal((128, 0), (report.Deleted, report.Waiting));
        Assert.Equal(
            ["00000001-00000064.parquet", "00000065-00000128.parquet", "00000129.jsonl.zst", "00000130.jsonl.zst"], _folder.Names());
        Assert.Equal(before, await _folder.ReplayAsync());
    }

    [Fact]
    public Task Compact_FactsOfEveryKind_ComeBackWhole() => FactGen.Of(FactGen.WellFormed).Array[1, 6].Array[64].SampleAsync(
        async commits =>
        {
            using var folder = new TempFolder();
            var log = await SegmentLog.OpenAsync(folder.Path);
            foreach (var facts in commits) await log.CommitAsync(facts);
            await new LogCompactor(folder.Path, AtOnce).CompactAsync();
            Assert.Single(folder.Names());
            return (await folder.ReplayAsync()).Select(logged => logged.Fact)
                .SequenceEqual(commits.SelectMany(facts => facts), FactComparer.Instance);
        },
        iter: 8);

    [Fact]
    public async Task Compact_RangesOfOneLevel_BecomeAWiderOneUnlessTheyAreLarge()
    {
        await _folder.CommitAsync(4096 + 64);
        var before = await _folder.ReplayAsync();

        await new LogCompactor(_folder.Path, AtOnce with { MergeBytes = 1000 }).CompactAsync(TestContext.Current.CancellationToken);
        Assert.Equal(65, _folder.Names().Count);
        await new LogCompactor(_folder.Path, AtOnce).CompactAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["00000001-00004096.parquet", "00004097-00004160.parquet"], _folder.Names());
        Assert.Equal(before, await _folder.ReplayAsync());
    }

    [Fact]
    public async Task Compact_WithinTheTimeOfGrace_LeavesWhatIsCovered()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await _folder.CommitAsync(64);
        var compactor = new LogCompactor(_folder.Path, new() { Grace = TimeSpan.FromMinutes(30) }, time);
        var report = await compactor.CompactAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, 64), (report.Deleted, report.Waiting));
        Assert.Equal(SomeFacts.Responses(1, 64), (await _folder.ReplayAsync()).Select(logged => logged.Fact));

        time.Advance(TimeSpan.FromMinutes(31));
        report = await compactor.CompactAsync(TestContext.Current.CancellationToken);
        Assert.Empty(report.Published);
        Assert.Equal((64, 0), (report.Deleted, report.Waiting));
    }

    [Fact]
    public async Task Compact_DamagedSegment_SaysWhichAndMakesNoRange()
    {
        await _folder.CommitAsync(64);
        var file = _folder.In("00000009.jsonl.zst");
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))[..^3],
            TestContext.Current.CancellationToken);
        var damage = await Assert.ThrowsAsync<LogDamageException>(() => new LogCompactor(_folder.Path, AtOnce).CompactAsync());
        Assert.Equal(file, damage.Problem.Where);
        Assert.Equal(64, _folder.Names().Count);
    }

    [Fact]
    public async Task Compact_DamagedRange_RemovesNothingItCovers()
    {
        await _folder.CommitAsync(64);
        await new LogCompactor(_folder.Path).CompactAsync(TestContext.Current.CancellationToken);
        var file = _folder.In("00000001-00000064.parquet");
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 3] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<LogDamageException>(() => new LogCompactor(_folder.Path, AtOnce).CompactAsync());
        Assert.Equal(65, _folder.Names().Count);
    }
}
