using NaturalThoughts.Core.Facts;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Data.Tests.Log.Segments;

public sealed class SegmentRaceTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commit_ManyInstancesAtOnce_EveryFactIsThereOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            var log = await SegmentLog.OpenAsync(_folder.Path);
            for (var i = 0; i < 40; i++) await CommitAsync(log, SomeFacts.Response(i, writer: $"{writer}"));
        })));

        var log = await _folder.ReplayAsync();
        Assert.Equal(320, log.Count);
        Assert.Equal(320, log.Select(logged => logged.Fact.Key).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 320), log.Select(logged => logged.Position.Segment));
        Assert.Equal(320, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public async Task Commit_TwoProcessesAtOnce_EveryFactIsThereOnce()
    {
        const int Each = 150;
        using var other = new WriterProcess(_folder.Path, "other", Each);
        Assert.NotNull(await other.NextAcknowledgedAsync()); // it is under way

        var log = await SegmentLog.OpenAsync(_folder.Path);
        var collisions = 0;
        for (var i = 0; i < Each; i++) collisions += await CommitAsync(log, SomeFacts.Response(i, writer: "this"));
        while (await other.NextAcknowledgedAsync() is not null)
        {
        }

        var facts = await _folder.ReplayAsync();
        Assert.Equal(2 * Each, facts.Select(logged => logged.Fact.Key).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 2 * Each), facts.Select(logged => logged.Position.Segment));
        Assert.True(collisions > 0); // at least the first commit was behind facts not read
    }

    [Fact]
    public async Task Replay_WriterKilled_HasEverythingItAcknowledged()
    {
        var acknowledged = new List<string>();
        using (var writer = new WriterProcess(_folder.Path, "victim", int.MaxValue))
        {
            while (await writer.NextAcknowledgedAsync() is { } key)
            {
                acknowledged.Add(key);
                if (acknowledged.Count == 60) writer.Kill();
            }
        }

        Assert.True(acknowledged.Count >= 60);
        var survivor = await SegmentLog.OpenAsync(_folder.Path);
        var facts = await survivor.ReplayAsync().ToListAsync();
        Assert.Equal(acknowledged, facts.Take(acknowledged.Count).Select(logged => logged.Fact.Key.ToString()));
        Assert.InRange(facts.Count, acknowledged.Count, int.MaxValue);
        Assert.IsType<CommitResult.Committed>(await survivor.CommitAsync(SomeFacts.Responses(-1, 1)));
    }

    static async Task<int> CommitAsync(SegmentLog log, Fact fact)
    {
        var collisions = 0;
        for (; await log.CommitAsync([fact]) is CommitResult.Collision; collisions++) await log.ReplayAsync().ToListAsync();
        return collisions;
    }
}
