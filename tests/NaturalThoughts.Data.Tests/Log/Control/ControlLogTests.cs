using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Control;

namespace NaturalThoughts.Data.Tests.Log.Control;

public sealed class ControlLogTests : IDisposable
{
    static readonly ImmutableSortedDictionary<string, long> Counts =
        ImmutableSortedDictionary<string, long>.Empty.Add("selected", 10).Add("eligible", 20);

    static readonly ControlEntry[] Entries =
    [
        new SpecAccepted(Digest.Of("run: x"), "run: x\n\"quoted\"", "specs"),
        new Paused(),
        new Started(500),
        new SelectionMade("hard-10k", "size: 10000", ulong.MaxValue, 10_000, new Digest(7), Counts),
        new SelectionMade("all", "", 0, null, new Digest(7), Counts.Clear()),
        new DatasetEmitted("mixed", "hard-10k", new Digest(8), Counts),
        new Reopened("http-502", 12),
        new SourceRead(0, "a/b.jsonl", new Digest(9), 2_800_000_000),
        new Cancelled(),
    ];

    readonly TempFolder _folder = new();
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Replay_EntriesOfEveryKind_ComeBackInOrder()
    {
        var log = await OpenAsync();
        foreach (var entry in Entries) Assert.IsType<CommitResult.Committed>(await log.AppendAsync(entry));

        var read = await ReadAsync(await OpenAsync());
        Assert.Equal(Enumerable.Range(1, Entries.Length), read.Select(logged => logged.Number));
        Assert.All(read, logged => Assert.Equal(_time.GetUtcNow(), logged.At));
        Assert.Equal(Entries.Select(Bare), read.Select(logged => Bare(logged.Entry)));
        Assert.Equal(Counts, Assert.IsType<SelectionMade>(read[3].Entry).Counts);
    }

    [Fact]
    public async Task Append_AnotherWasFirst_CollidesUntilItIsRead()
    {
        var (first, second) = (await OpenAsync(), await OpenAsync());
        await first.AppendAsync(new Paused());
        Assert.Equal(new CommitResult.Collision(1), await second.AppendAsync(new Paused()));
        Assert.IsType<Paused>(Assert.Single(await ReadAsync(second)).Entry);
        Assert.Equal(new CommitResult.Committed(2), await second.AppendAsync(new Started(500)));
    }

    [Fact]
    public async Task Append_ManyAtOnce_EachGetsANumberOfItsOwn()
    {
        var logs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync()));
        await Task.WhenAll(logs.Select((log, source) => Task.Run(async () =>
        {
            for (var row = 0; row < 20; row++)
                while (await log.AppendAsync(new SourceRead(source, "f", default, row)) is CommitResult.Collision)
                    await ReadAsync(log);
        })));

        var read = await ReadAsync(await OpenAsync());
        Assert.Equal(120, read.Select(logged => logged.Entry).Distinct().Count());
        Assert.Equal(120, read.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"number\":1")]
    [InlineData("null")]
    [InlineData("""{"number":1,"commit":"NONE","format":2,"at":"2026-01-02T03:04:05Z","control":{"entry":"paused"}}""")]
    [InlineData("""{"number":2,"commit":"NONE","format":1,"at":"2026-01-02T03:04:05Z","control":{"entry":"paused"}}""")]
    [InlineData("""{"number":1,"commit":"NONE","format":1,"at":"2026-01-02T03:04:05Z","control":{"entry":"slept"}}""")]
    [InlineData("""{"number":1,"commit":"NONE","format":1,"at":"2026-01-02T03:04:05Z","control":{}}""")]
    [InlineData("""{"number":1,"commit":"NONE","format":1,"at":"2026-01-02T03:04:05Z","control":{"entry":"reopened"}}""")]
    public async Task Replay_NoEntry_IsDamage(string content)
    {
        await File.WriteAllTextAsync(_folder.In("00000001.json"), content.Replace("NONE", Guid.Empty.ToString()));
        var damage = await Assert.ThrowsAsync<LogDamageException>(async () => await ReadAsync(await OpenAsync()));
        Assert.Equal(_folder.In("00000001.json"), damage.Problem.Where);
    }

    Task<ControlLog> OpenAsync() => ControlLog.OpenAsync(_folder.Path, _time);

    static async Task<List<LoggedEntry>> ReadAsync(ControlLog log)
    {
        var entries = new List<LoggedEntry>();
        await foreach (var entry in log.ReplayAsync()) entries.Add(entry);
        return entries;
    }

    // Records compare dictionaries by reference.
    static ControlEntry Bare(ControlEntry entry) => entry switch
    {
        SelectionMade made => made with { Counts = Counts },
        DatasetEmitted emitted => emitted with { Counts = Counts },
        _ => entry,
    };
}
