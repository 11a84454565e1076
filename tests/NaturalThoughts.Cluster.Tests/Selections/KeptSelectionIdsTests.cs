using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Cluster.Tests.Selections;

public sealed class KeptSelectionIdsTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nt-ids-");

    RunFolder Run => RunFolder.Of(_folder.FullName, "run").Value!;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Read_TheSameAgain_ReadsNoFile()
    {
        await SelectAsync("one", 5);
        var kept = new KeptSelectionIds();
        var ids = kept.Read(Run, "one").Value!;
        Assert.Equal((5, 5), (ids.Traces.Length, ids.Questions.Length));

        var written = File.GetLastWriteTimeUtc(FileOf("one"));
        File.WriteAllBytes(FileOf("one"), new byte[new FileInfo(FileOf("one")).Length]);
        File.SetLastWriteTimeUtc(FileOf("one"), written);

        Assert.Same(ids, kept.Read(Run, "one").Value);
        Assert.False(new KeptSelectionIds().Read(Run, "one").Ok);
    }

    [Fact]
    public async Task Read_FileWasChangedSince_SaysSo()
    {
        await SelectAsync("one", 5);
        var kept = new KeptSelectionIds();
        Assert.True(kept.Read(Run, "one").Ok);

        File.AppendAllText(FileOf("one"), "more");

        Assert.Contains("not those that were recorded", Assert.Single(kept.Read(Run, "one").Problems).What);
    }

    [Fact]
    public async Task Read_AnotherOfTheSameName_IsThatOne()
    {
        await SelectAsync("one", 5);
        var kept = new KeptSelectionIds();
        kept.Read(Run, "one");

        await SelectAsync("one", 7);

        Assert.Equal(7, kept.Read(Run, "one").Value!.Traces.Length);
        Assert.Same(kept.Read(Run, "one").Value, kept.Read(Run, "one").Value);
    }

    [Fact]
    public async Task Read_MoreThanThereIsRoomFor_KeepsThoseThatAreThereUntilTheyAreGone()
    {
        await SelectAsync("one", 5);
        await SelectAsync("two", 5);
        var kept = new KeptSelectionIds(most: 15);
        var one = kept.Read(Run, "one").Value;

        Assert.Equal(5, kept.Read(Run, "two").Value!.Traces.Length);
        Assert.NotSame(kept.Read(Run, "two").Value, kept.Read(Run, "two").Value);
        Assert.Same(one, kept.Read(Run, "one").Value);

        Directory.Delete(Path.GetDirectoryName(FileOf("one"))!, recursive: true);
        Assert.Same(kept.Read(Run, "two").Value, kept.Read(Run, "two").Value);
        Assert.False(kept.Read(Run, "one").Ok);
    }

    string FileOf(string name) => RecordedSelection.FileOf(Run, name);

    Task SelectAsync(string name, int size)
    {
        var traces = Enumerable.Range(0, size).Select(n => new SelectedTrace(
            new(Digest.Of("trace", $"{n}").Value), new(Digest.Of("question", $"{n}").Value), n, n, 1, default));
        var report = new SelectionReport
        {
            Name = name, Recipe = "where: true\n", Seed = 1, Taken = size, Pool = size, Snapshot = "pool", LeftOut = Tally.None, Strata = [],
        };
        return RecordedSelection.WriteAsync(Run, report, new() { Cuts = [] }, traces.ToAsyncEnumerable(), replace: true, TimeProvider.System);
    }
}
