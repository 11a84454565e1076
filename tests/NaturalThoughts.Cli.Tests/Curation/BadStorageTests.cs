using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Cli.Tests.Curation;

/// <summary>A disk that refuses and a log that somebody changed: one message, and nothing committed is lost.</summary>
public sealed class BadStorageTests(UndisturbedRun undisturbed)
{
    [Fact]
    public async Task Curate_TornSegment_NamesTheFileAndStops()
    {
        using var workshop = new Workshop();
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        var segment = Path.Combine(workshop.Root, "r", "shards", "0001", "00000001.jsonl.zst");
        var whole = File.ReadAllBytes(segment);
        File.WriteAllBytes(segment, whole[..(whole.Length / 2)]);
        var calls = RunFolderReader.Calls(workshop).Count;
        var outcome = (await CommandProcess.CurateToEndAsync(workshop)).Ended(1);
        Assert.Contains("00000001.jsonl.zst", outcome.Error.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(calls, RunFolderReader.Calls(workshop).Count);

        File.WriteAllBytes(segment, whole);
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        Assert.Equal(calls, RunFolderReader.Calls(workshop).Count);
    }

    [Fact]
    public async Task Curate_ForeignFileInAShard_NamesItAndStops()
    {
        using var workshop = new Workshop();
        (await CommandProcess.CurateToEndAsync(workshop, "--limit", "20")).Ended(0);
        var foreign = Path.Combine(workshop.Root, "r", "shards", "0000", "notes.txt");
        File.WriteAllText(foreign, "mine");
        var outcome = (await CommandProcess.CurateToEndAsync(workshop)).Ended(1);
        Assert.Contains("This file does not belong into the log.", outcome.Said, StringComparison.Ordinal);
        Assert.Contains("notes.txt", outcome.Error.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);

        File.Delete(foreign);
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        Assert.Equal(await undisturbed.Datasets, RunFolderReader.Datasets(workshop));
    }

    [Fact]
    public async Task Curate_ReadOnlyRoot_SaysSo()
    {
        using var workshop = new Workshop();
        using var mount = TinyMount.Mount(workshop.Root, 1024);
        mount.MakeReadOnly();
        var outcome = (await CommandProcess.CurateToEndAsync(workshop)).Ended(2);
        Assert.Contains("mounted read-only", outcome.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(120)]
    [InlineData(300)]
    [InlineData(360)]
    public async Task Curate_FullDisk_SaysSoAndGoesOnWhenThereIsRoom(int kilobytes)
    {
        using var workshop = new Workshop();
        using var mount = TinyMount.Mount(workshop.Root, kilobytes);
        var outcome = (await CommandProcess.CurateToEndAsync(workshop)).Ended(1);
        Assert.Contains("the disk or the quota is full", outcome.Said, StringComparison.Ordinal);
        var paid = await RunFolderReader.CommittedAsync(workshop);
        var calls = RunFolderReader.Calls(workshop).Count;

        mount.Grow(8192);
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        Assert.DoesNotContain(RunFolderReader.Calls(workshop).Skip(calls), paid.Contains);
        Assert.Equal(await undisturbed.Datasets, RunFolderReader.Datasets(workshop));
        Assert.Empty((await RunFolderReader.FactsAsync(workshop)).Facts.OfType<AttemptFact>());
    }
}
