using CsCheck;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Data.Tests.Log.Segments;

public sealed class SegmentLogTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Replay_CommittedFacts_ComeInOrderWithTheirPositions()
    {
        var log = await SegmentLog.OpenAsync(_folder.Path);
        Assert.Equal(new CommitResult.Committed(1), await log.CommitAsync(SomeFacts.Responses(0, 3)));
        Assert.Equal(new CommitResult.Committed(2), await log.CommitAsync(SomeFacts.Responses(3, 2)));

        var facts = await _folder.ReplayAsync();
        Assert.Equal(SomeFacts.Responses(0, 5), facts.Select(logged => logged.Fact));
        Assert.Equal([new(1, 0), new(1, 1), new(1, 2), new(2, 0), new(2, 1)], facts.Select(logged => logged.Position));
        Assert.Equal(["00000001.jsonl.zst", "00000002.jsonl.zst"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public Task Replay_FactsOfEveryKind_ComeBackWhole() => FactGen.Of(FactGen.WellFormed).Array[1, 60].SampleAsync(
        async facts =>
        {
            using var folder = new TempFolder();
            await (await SegmentLog.OpenAsync(folder.Path)).CommitAsync(facts);
            return (await folder.ReplayAsync()).Select(logged => logged.Fact).SequenceEqual(facts, FactComparer.Instance);
        },
        iter: 20);

    [Fact]
    public async Task Replay_FromASegment_LeavesOutWhatIsBefore()
    {
        var log = await SegmentLog.OpenAsync(_folder.Path);
        for (var i = 0; i < 4; i++) await log.CommitAsync(SomeFacts.Responses(i, 1));
        Assert.Equal(SomeFacts.Responses(2, 2), (await log.ReplayAsync(3).ToListAsync()).Select(logged => logged.Fact));
        Assert.Empty(await log.ReplayAsync().ToListAsync());
    }

    [Fact]
    public async Task Resume_AtAnEndThatWasItsOwn_GoesOnBehindItAndElseAtTheStart()
    {
        var log = await SegmentLog.OpenAsync(_folder.Path);
        await log.CommitAsync(SomeFacts.Responses(0, 1));
        var end = await log.EndAsync();
        await log.CommitAsync(SomeFacts.Responses(1, 1));

        var again = await SegmentLog.OpenAsync(_folder.Path);
        foreach (var other in (LogEnd[])[new(2, end.Commit), new(1, Guid.NewGuid()), new(3, end.Commit), default])
            Assert.False(await again.ResumeAsync(other));
        Assert.Equal(1, again.Next);
        Assert.True(await again.ResumeAsync(end));
        Assert.Equal(SomeFacts.Responses(1, 1), (await again.ReplayAsync().ToListAsync()).Select(logged => logged.Fact));
    }

    [Fact]
    public async Task Commit_BehindFactsNotRead_CollidesUntilTheyAreRead()
    {
        var first = await SegmentLog.OpenAsync(_folder.Path);
        var second = await SegmentLog.OpenAsync(_folder.Path);
        await first.CommitAsync(SomeFacts.Responses(0, 1));
        await first.CommitAsync(SomeFacts.Responses(1, 1));

        Assert.Equal(new CommitResult.Collision(1), await second.CommitAsync(SomeFacts.Responses(2, 1)));
        await foreach (var _ in second.ReplayAsync()) break; // a segment read in part is not read
        Assert.Equal(new CommitResult.Collision(1), await second.CommitAsync(SomeFacts.Responses(2, 1)));
        Assert.Equal(2, (await second.ReplayAsync().ToListAsync()).Count);
        Assert.Equal(new CommitResult.Committed(3), await second.CommitAsync(SomeFacts.Responses(2, 1)));
    }

    [Fact]
    public async Task Commit_OwnSuccessReportedAsConflict_IsSuccess()
    {
        var log = await SegmentLog.OpenAsync(_folder.Path);
        log.BeforeLink = (temporary, name) => Assert.Equal(PosixError.None, PosixLink.Link(temporary, name));
        Assert.Equal(new CommitResult.Committed(1), await log.CommitAsync(SomeFacts.Responses(0, 1)));
        Assert.Single(await _folder.ReplayAsync());
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Commit_FailedBeforeTheLink_LeavesNothingAndCanBeRepeated()
    {
        var log = await SegmentLog.OpenAsync(_folder.Path);
        log.BeforeLink = (_, _) => throw new TimeoutException();
        await Assert.ThrowsAsync<TimeoutException>(() => log.CommitAsync(SomeFacts.Responses(0, 1)));
        Assert.Empty(Directory.GetFiles(_folder.Path));

        log.BeforeLink = null;
        Assert.Equal(new CommitResult.Committed(1), await log.CommitAsync(SomeFacts.Responses(0, 1)));
    }

    [Fact]
    public async Task Read_AnyPositions_GivesTheFactsInTheOrderAsked()
    {
        var log = await SegmentLog.OpenAsync(_folder.Path, cacheBytes: 4_000);
        for (var i = 0; i < 10; i++) await log.CommitAsync(SomeFacts.Responses(i * 7, 7));
        await Gen.Int[0, 69].Array[0, 40].SampleAsync(
            async picks =>
            {
                var read = await log.ReadAsync([.. picks.Select(i => new FactPosition((i / 7) + 1, i % 7))]);
                return read.SequenceEqual(picks.Select(i => (Fact)SomeFacts.Response(i)));
            },
            iter: 50);
    }

    [Fact]
    public async Task Read_NoSuchRow_Throws()
    {
        var log = await SegmentLog.OpenAsync(_folder.Path);
        await log.CommitAsync(SomeFacts.Responses(0, 2));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => log.ReadAsync([new(1, 2)]));
        Assert.Contains("00000002", (await Assert.ThrowsAsync<LogDamageException>(() => log.ReadAsync([new(2, 0)]))).Problem.Where);
    }

    [Fact]
    public async Task Open_TemporaryFiles_AreIgnoredAndRemovedWhenOld()
    {
        await (await SegmentLog.OpenAsync(_folder.Path)).CommitAsync(SomeFacts.Responses(0, 1));
        await File.WriteAllTextAsync(_folder.In(".tmp-torn"), "half a segm");

        var now = new FakeTimeProvider(DateTimeOffset.UtcNow);
        Assert.Single(await (await SegmentLog.OpenAsync(_folder.Path, now)).ReplayAsync().ToListAsync());
        Assert.True(File.Exists(_folder.In(".tmp-torn")));

        now.Advance(TimeSpan.FromMinutes(61));
        await SegmentLog.OpenAsync(_folder.Path, now);
        Assert.False(File.Exists(_folder.In(".tmp-torn")));
    }
}
