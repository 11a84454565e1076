using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Storage;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Data.Tests.Log;

public sealed class LogInstrumentsTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commit_Facts_SayHowLongHowManyAndHowMuch()
    {
        using var heard = new Heard(hereOnly: true);
        var log = await SegmentLog.OpenAsync(_folder.Path, _time);
        log.BeforeLink = (_, _) => _time.Advance(TimeSpan.FromSeconds(0.25));

        await log.CommitAsync(SomeFacts.Responses(0, 3));
        await log.CommitAsync(SomeFacts.Responses(3, 2));

        Assert.Equal([0.25, 0.25], heard.All.Where(said => said.Name == "log.commit.duration").Select(said => said.Value));
        Assert.Equal(5, heard.Sums("log.rows")[""]);
        Assert.Equal(Directory.GetFiles(_folder.Path, "*.zst").Sum(file => new FileInfo(file).Length), heard.Sums("log.written")[""]);
        Assert.Equal(0, heard.Sums("log.conflicts")[""]);
    }

    [Fact]
    public async Task Commit_AnotherWriterWasFirst_IsAConflictAndNoCommit()
    {
        using var heard = new Heard(hereOnly: true);
        var (first, second) = (await SegmentLog.OpenAsync(_folder.Path), await SegmentLog.OpenAsync(_folder.Path));
        await first.CommitAsync(SomeFacts.Responses(0, 1));
        await second.CommitAsync(SomeFacts.Responses(1, 1));

        Assert.Equal((1, 1), (heard.Sums("log.conflicts")[""], heard.Sums("log.rows")[""]));
    }

    [Fact]
    public async Task Commit_StorageRefuses_IsNoCommit()
    {
        using var heard = new Heard(hereOnly: true);
        var log = await SegmentLog.OpenAsync(_folder.Path);
        log.BeforeLink = (_, _) => throw new StorageException(StorageFault.DiskFull, new Problem("full"));
        await Assert.ThrowsAsync<StorageException>(() => log.CommitAsync(SomeFacts.Responses(0, 1)));
        Assert.Empty(heard.All);
    }

    [Fact]
    public async Task Loaded_LogThatIsThere_SaysHowLongItTookToRead()
    {
        await (await SegmentLog.OpenAsync(_folder.Path)).CommitAsync(SomeFacts.Responses(0, 3));
        using var heard = new Heard(hereOnly: true);
        await using var pump = new CommitPump(await SegmentLog.OpenAsync(_folder.Path), _ => false, Apply, _time);
        await pump.Loaded;

        Assert.Equal([("shard.replay.duration", 3)], heard.All.Select(said => (said.Name, said.Value)));

        void Apply(LoggedFact logged) => _time.Advance(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Committed_FactsOfThisPumpAndOfOthers_HearsOfItsOwnOnceApplied()
    {
        var (known, committed) = (new HashSet<Digest>(), new List<Fact>());
        await (await SegmentLog.OpenAsync(_folder.Path)).CommitAsync([SomeFacts.Response(0)]);
        await using var pump = new CommitPump(
            await SegmentLog.OpenAsync(_folder.Path), fact => known.Contains(fact.Key), logged => known.Add(logged.Fact.Key), _time,
            new() { Linger = TimeSpan.Zero }, Committed);
        await pump.Loaded;
        var other = await SegmentLog.OpenAsync(_folder.Path);
        await other.ReplayAsync().ToListAsync();
        await other.CommitAsync([SomeFacts.Response(1)]);

        await pump.CommitAsync([SomeFacts.Response(0), SomeFacts.Response(1), SomeFacts.Response(2), SomeFacts.Response(2)]);
        await pump.CommitAsync([SomeFacts.Response(2)]);

        Assert.Equal([SomeFacts.Response(2)], committed);
        Assert.Equal(3, known.Count);

        void Committed(IReadOnlyList<EncodedFact> facts)
        {
            Assert.All(facts, fact => Assert.Contains(fact.Key, known));
            committed.AddRange(facts.Select(fact => fact.Fact));
        }
    }
}
