using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Data.Tests.Log;

public sealed class CommitPumpTests : IDisposable
{
    static readonly CommitPumpOptions AtOnce = new() { Linger = TimeSpan.Zero };

    readonly TempFolder _folder = new();
    readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commit_Facts_AreDurableAndAppliedInLogOrderWhenItCompletes()
    {
        var owner = new Owner();
        await using var pump = await PumpAsync(owner, AtOnce);
        await pump.CommitAsync([.. SomeFacts.Responses(0, 3)]);
        await pump.CommitAsync([SomeFacts.Response(3)]);

        Assert.Equal(SomeFacts.Responses(0, 4), owner.Facts);
        Assert.Equal(await _folder.ReplayAsync(), owner.Applied);
    }

    [Fact]
    public async Task Applied_AfterAReplayAndACommit_IsTheLastSegmentTheOwnerHasAllOf()
    {
        await (await SegmentLog.OpenAsync(_folder.Path)).CommitAsync([SomeFacts.Response(0)]);
        var owner = new Owner();
        await using var pump = await PumpAsync(owner, AtOnce);
        await pump.Loaded;
        Assert.Equal(1, pump.Applied);
        await pump.CommitAsync([.. SomeFacts.Responses(1, 1200)]);
        Assert.Equal(3, pump.Applied);
        Assert.Equal(owner.RowsBySegment().Count(), pump.Applied);
    }

    [Fact]
    public async Task Commit_MoreThanASegmentTakes_FillsSegmentsInOrder()
    {
        var owner = new Owner();
        await using (var pump = await PumpAsync(owner, AtOnce)) await pump.CommitAsync([.. SomeFacts.Responses(0, 2400)]);

        Assert.Equal(SomeFacts.Responses(0, 2400), owner.Facts);
        Assert.Equal([1024, 1024, 352], owner.RowsBySegment());
    }

    [Fact]
    public async Task Commit_FactsOverTheBytes_GetSegmentsOfTheirOwn()
    {
        var owner = new Owner();
        var options = AtOnce with { Bytes = 1_000 };
        await using (var pump = await PumpAsync(owner, options))
            await pump.CommitAsync([SomeFacts.Response(0), SomeFacts.Response(1, new string('x', 2_000)), .. SomeFacts.Responses(2, 2)]);

        Assert.Equal([1, 1, 2], owner.RowsBySegment());
    }

    [Fact]
    public async Task Commit_ManyCallersWithinTheLinger_ShareASegment()
    {
        var owner = new Owner();
        await using var pump = await PumpAsync(owner, new());
        var callers = Enumerable.Range(0, 100).Select(i => pump.CommitAsync([SomeFacts.Response(i)])).ToArray();
        Assert.Empty(owner.Applied); // the clock stands still

        await AdvanceUntilAsync(Task.WhenAll(callers), TimeSpan.FromMilliseconds(1));
        Assert.Equal([100], owner.RowsBySegment());
    }

    [Fact]
    public async Task Commit_GroupIsFull_NeedsNoClock()
    {
        var owner = new Owner();
        await using var pump = await PumpAsync(owner, new());
        await pump.CommitAsync([.. SomeFacts.Responses(0, 1024)]);
        Assert.Equal([1024], owner.RowsBySegment());
    }

    [Fact]
    public async Task Dispose_FactsWaiting_AreCommittedFirst()
    {
        var owner = new Owner();
        var pump = await PumpAsync(owner, new());
        var waiting = pump.CommitAsync([SomeFacts.Response(0)]);
        await pump.DisposeAsync();

        await waiting;
        Assert.Single(await _folder.ReplayAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pump.CommitAsync([SomeFacts.Response(1)]));
    }

    [Fact]
    public async Task Commit_SameKeyAgain_IsCommittedOnceAndTheFirstWins()
    {
        var owner = new Owner();
        await using (var pump = await PumpAsync(owner, AtOnce))
        {
            await pump.CommitAsync([SomeFacts.Response(0, "first"), SomeFacts.Response(0, "second")]);
            await pump.CommitAsync([SomeFacts.Response(0, "third")]);
        }

        Assert.Equal([SomeFacts.Response(0, "first")], owner.Facts);
        Assert.Single(await _folder.ReplayAsync());
    }

    [Fact]
    public async Task Loaded_LogWithTheSameKeyTwice_ShowsTheFirst()
    {
        var log = await SegmentLog.OpenAsync(_folder.Path);
        await log.CommitAsync([SomeFacts.Response(0, "first")]);
        await log.CommitAsync([SomeFacts.Response(0, "second"), SomeFacts.Response(1)]);

        var owner = new Owner();
        await using var pump = await PumpAsync(owner, AtOnce);
        await pump.Loaded;
        Assert.Equal([SomeFacts.Response(0, "first"), SomeFacts.Response(1)], owner.Facts);
    }

    [Fact]
    public async Task Commit_AnotherWriterWasFirst_CatchesUpAndCommitsWhatIsMissing()
    {
        var (stale, fresh) = (new Owner(), new Owner());
        await using var stalePump = await PumpAsync(stale, AtOnce);
        await stalePump.Loaded;
        await using var freshPump = await PumpAsync(fresh, AtOnce);
        await freshPump.CommitAsync([SomeFacts.Response(0, "by fresh"), SomeFacts.Response(1)]);

        await stalePump.CommitAsync([SomeFacts.Response(2), SomeFacts.Response(0, "by stale")]);
        Assert.Equal([SomeFacts.Response(0, "by fresh"), SomeFacts.Response(1), SomeFacts.Response(2)], stale.Facts);
        Assert.Equal(await _folder.ReplayAsync(), stale.Applied);
    }

    [Fact]
    public async Task Commit_StorageRefuses_FailsThatCommitAndGoesOn()
    {
        var log = await SegmentLog.OpenAsync(_folder.Path);
        var owner = new Owner();
        await using var pump = new CommitPump(log, owner.Knows, owner.Apply, _time, AtOnce);
        log.BeforeLink = (_, _) => throw new StorageException(StorageFault.DiskFull, new Problem("full"));
        await Assert.ThrowsAsync<StorageException>(() => pump.CommitAsync([SomeFacts.Response(0)]));
        Assert.Empty(owner.Applied);

        log.BeforeLink = null;
        await pump.CommitAsync([SomeFacts.Response(0)]);
        Assert.Single(owner.Applied);
    }

    [Fact]
    public async Task Commit_OwnerThrows_EndsThePumpForEverybody()
    {
        var log = await SegmentLog.OpenAsync(_folder.Path);
        await using var pump = new CommitPump(log, _ => false, _ => throw new FormatException("bug"), _time, AtOnce);
        await Assert.ThrowsAsync<FormatException>(() => pump.CommitAsync([SomeFacts.Response(0)]));
        var later = await Assert.ThrowsAsync<InvalidOperationException>(() => pump.CommitAsync([SomeFacts.Response(1)]));
        Assert.IsType<FormatException>(later.InnerException);
    }

    [Fact]
    public async Task Loaded_DamagedLog_SaysSoAndRefusesCommits()
    {
        await (await SegmentLog.OpenAsync(_folder.Path)).CommitAsync(SomeFacts.Responses(0, 1));
        await File.WriteAllTextAsync(_folder.In("00000001.jsonl.zst"), "");
        await using var pump = await PumpAsync(new Owner(), AtOnce);
        await Assert.ThrowsAsync<LogDamageException>(() => pump.Loaded);
        await Assert.ThrowsAsync<InvalidOperationException>(() => pump.CommitAsync([SomeFacts.Response(1)]));
    }

    [Fact]
    public async Task Callbacks_PumpMadeOnAScheduler_RunThere()
    {
        var grain = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        await (await SegmentLog.OpenAsync(_folder.Path)).CommitAsync(SomeFacts.Responses(0, 3));
        var seen = new List<TaskScheduler>();
        var log = await SegmentLog.OpenAsync(_folder.Path);
        var options = new CommitPumpOptions { Linger = TimeSpan.FromMilliseconds(1) };
        var pump = await Task.Factory.StartNew(
            () => new CommitPump(log, Known, _ => seen.Add(TaskScheduler.Current), options: options),
            CancellationToken.None, TaskCreationOptions.None, grain);
        await pump.CommitAsync([SomeFacts.Response(3)]);
        await pump.CommitAsync([SomeFacts.Response(4)]);
        await pump.DisposeAsync();
        Assert.True(seen.Count >= 5);
        Assert.All(seen, scheduler => Assert.Same(grain, scheduler));

        bool Known(Fact fact)
        {
            seen.Add(TaskScheduler.Current);
            return false;
        }
    }

    [Fact]
    public async Task Commit_ManyPumpsOnOneFolder_EveryKeyIsOnceAndAllOwnersAgree()
    {
        var owners = Enumerable.Range(0, 4).Select(_ => new Owner()).ToArray();
        var pumps = await Task.WhenAll(owners.Select(owner => PumpAsync(owner, AtOnce)));
        // Each fact is committed by two of the four.
        await Task.WhenAll(pumps.Select((pump, p) => Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++) await pump.CommitAsync([SomeFacts.Response((i * 2) + (p % 2), $"by {p}")]);
        })));
        foreach (var pump in pumps) await pump.DisposeAsync();

        var log = await _folder.ReplayAsync();
        Assert.Equal(120, log.Count);
        Assert.Equal(120, log.Select(logged => logged.Fact.Key).Distinct().Count());
        Assert.All(owners, owner => Assert.Equal(log[..owner.Applied.Count], owner.Applied));
    }

    async Task<CommitPump> PumpAsync(Owner owner, CommitPumpOptions options) =>
        new(await SegmentLog.OpenAsync(_folder.Path), owner.Knows, owner.Apply, _time, options);

    async Task AdvanceUntilAsync(Task done, TimeSpan step)
    {
        while (!done.IsCompleted)
        {
            _time.Advance(step);
            await Task.Yield();
        }

        await done;
    }

    sealed class Owner
    {
        readonly HashSet<Digest> _keys = [];

        public List<LoggedFact> Applied { get; } = [];

        public IEnumerable<Fact> Facts => Applied.Select(logged => logged.Fact);

        public bool Knows(Fact fact) => _keys.Contains(fact.Key);

        public void Apply(LoggedFact logged)
        {
            Assert.True(_keys.Add(logged.Fact.Key));
            Applied.Add(logged);
        }

        public IEnumerable<int> RowsBySegment() =>
            Applied.GroupBy(logged => logged.Position.Segment).OrderBy(g => g.Key).Select(g => g.Count());
    }
}
