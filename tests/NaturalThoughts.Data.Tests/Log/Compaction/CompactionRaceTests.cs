using NaturalThoughts.Core.Facts;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Compaction;
using NaturalThoughts.Data.Log.Ranges;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Log.Storage;
using NaturalThoughts.Data.Storage;
using NaturalThoughts.Data.Tests.Log.Segments;

namespace NaturalThoughts.Data.Tests.Log.Compaction;

public sealed class CompactionRaceTests : IDisposable
{
    static readonly CompactionOptions AtOnce = new() { Grace = TimeSpan.Zero };

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commit_StaleOwnerOfANumberInARange_CollidesReadsItAndGoesOn()
    {
        await _folder.CommitAsync(63);
        var stale = await OpenAtEndAsync();
        await _folder.CommitAsync(2);
        await CompactAsync();
        Assert.DoesNotContain("00000064.jsonl.zst", _folder.Names());

        Assert.Equal(new CommitResult.Collision(64), await stale.CommitAsync(SomeFacts.Responses(99, 1)));
        Assert.Equal(["00000001-00000064.parquet", "00000065.jsonl.zst"], _folder.Names());
        Assert.Equal([new(64, 0), new(65, 0)], (await stale.ReplayAsync().ToListAsync()).Select(logged => logged.Position));
        Assert.Equal(new CommitResult.Committed(66), await stale.CommitAsync(SomeFacts.Responses(99, 1)));
    }

    [Fact]
    public async Task Commit_PumpOfAStaleOwner_CommitsOnlyWhatIsMissing()
    {
        await _folder.CommitAsync(60);
        var (known, log) = (new HashSet<Core.Identity.Digest>(), await SegmentLog.OpenAsync(_folder.Path));
        await using var pump = new CommitPump(log, fact => known.Contains(fact.Key), logged => known.Add(logged.Fact.Key));
        await pump.Loaded;
        await _folder.CommitAsync(10);
        await CompactAsync();

        await pump.CommitAsync([SomeFacts.Response(62), SomeFacts.Response(1000)], TestContext.Current.CancellationToken);
        var facts = await _folder.ReplayAsync();
        Assert.Equal([.. Enumerable.Range(1, 70), 1000], facts.Select(logged => ((ResponseFact)logged.Fact).Response.Sample));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commit_CompactedBeforeItWasAcknowledged_IsSuccess(bool removed)
    {
        await _folder.CommitAsync(63);
        var log = await OpenAtEndAsync();
        log.BeforeLink = (temporary, name) =>
        {
            Assert.Equal(PosixError.None, PosixLink.Link(temporary, name));
            CompactAsync(removed ? AtOnce : new()).GetAwaiter().GetResult();
        };
        Assert.Equal(new CommitResult.Committed(64), await log.CommitAsync(SomeFacts.Responses(64, 1)));
        Assert.Equal(64, (await _folder.ReplayAsync()).Count);
    }

    [Fact]
    public async Task Replay_FileOfAStaleOwnerBesideItsRange_IsIgnoredAndRemoved()
    {
        await _folder.CommitAsync(64);
        var before = await _folder.ReplayAsync();
        await CompactAsync();
        // What an owner leaves that dies between its link and the look for ranges.
        using var stray = SegmentFormat.Encode(7, Guid.NewGuid(), [EncodedFact.Of(SomeFacts.Response(-7))]);
        await File.WriteAllBytesAsync(_folder.In("00000007.jsonl.zst"), stray.Span.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal(before, await _folder.ReplayAsync());
        Assert.Equal(1, (await CompactAsync()).Deleted);
        Assert.Single(_folder.Names());
    }

    [Fact]
    public async Task Replay_CompactedInItsMiddle_GoesOnInTheRange()
    {
        await _folder.CommitAsync(200);
        var before = await _folder.ReplayAsync();
        var log = await SegmentLog.OpenAsync(_folder.Path);
        var seen = new List<LoggedFact>();
        await foreach (var fact in log.ReplayAsync(cancellation: TestContext.Current.CancellationToken))
        {
            seen.Add(fact);
            if (seen.Count is 10 or 100) await CompactAsync();
        }

        Assert.Equal(before, seen);
        Assert.Equal(201, log.Next);
        Assert.Equal(11, _folder.Names().Count);
    }

    [Fact]
    public async Task Read_PositionsInSegmentsThatWereCompacted_GivesTheirFacts()
    {
        await _folder.CommitAsync(70);
        var log = await SegmentLog.OpenAsync(_folder.Path);
        var positions = (await log.ReplayAsync().ToListAsync()).ConvertAll(logged => logged.Position);
        await log.ReadAsync(positions[10..12], TestContext.Current.CancellationToken);
        await CompactAsync();
        Assert.Equal(SomeFacts.Responses(1, 70), await log.ReadAsync(positions, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => log.ReadAsync([new(5, 1)]));
    }

    [Fact]
    public async Task Compact_FileHeldByAReaderOfThisProcess_WaitsForIt()
    {
        await _folder.CommitAsync(64);
        using (HeldFiles.Hold(_folder.In("00000003.jsonl.zst")))
        {
            var report = await CompactAsync();
            Assert.Equal((63, 1), (report.Deleted, report.Waiting));
        }

        Assert.Equal((1, 0), await CompactAsync() is var after ? (after.Deleted, after.Waiting) : default);
        using (RangeReader.TryOpen(_folder.In("00000001-00000064.parquet"), new(1, 64)))
            Assert.False(HeldFiles.IfFree(_folder.In("00000001-00000064.parquet"), () => { }));
    }

    [Fact]
    public async Task Compact_TwoAtOnceBesideAWriter_LosesNothing()
    {
        const int Count = 400;
        using var writer = new WriterProcess(_folder.Path, "", Count);
        Assert.NotNull(await writer.NextAcknowledgedAsync());
        var written = new TaskCompletionSource();
        var compactors = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!written.Task.IsCompleted) await CompactAsync();
        })).ToList();
        while (await writer.NextAcknowledgedAsync() is not null)
        {
        }

        written.SetResult();
        await Task.WhenAll(compactors);
        await Task.WhenAll(CompactAsync(), CompactAsync());
        Assert.Equal((Count / 64) + (Count % 64), _folder.Names().Count);
        var facts = await _folder.ReplayAsync();
        Assert.Equal(SomeFacts.Responses(0, Count), facts.Select(logged => logged.Fact));
        Assert.Equal(Enumerable.Range(1, Count), facts.Select(logged => logged.Position.Segment));
    }

    Task<CompactionReport> CompactAsync(CompactionOptions? options = null) =>
        new LogCompactor(_folder.Path, options ?? AtOnce).CompactAsync();

    async Task<SegmentLog> OpenAtEndAsync()
    {
        var log = await SegmentLog.OpenAsync(_folder.Path);
        await log.ReplayAsync().ToListAsync();
        return log;
    }
}
