using System.Globalization;
using NaturalThoughts.Data.Log.Compaction;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Data.Tests.Log.Compaction;

public sealed class CompactionCrashTests : IDisposable
{
    const string FolderVariable = "NT_TEST_COMPACT_FOLDER";
    const string StepsVariable = "NT_TEST_COMPACT_STEPS";

    static readonly CompactionOptions AtOnce = new() { Grace = TimeSpan.Zero };

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 64, "while the range is written")]
    [InlineData(2, 64, "before the range has its name")]
    [InlineData(3, 65, "before anything is removed")]
    [InlineData(4, 65, "before the first file is removed")]
    [InlineData(5, 64, "after the first file was removed")]
    [InlineData(80, 27, "when some files are removed")]
    public async Task Compact_Killed_LosesNothingAndIsDoneByTheNextOne(int steps, int files, string when)
    {
        await _folder.CommitAsync(64);
        var before = await _folder.ReplayAsync();
        using (var process = TestProcess.Start(typeof(CompactionCrashTests), nameof(CompactAndDie), new()
        {
            [FolderVariable] = _folder.Path,
            [StepsVariable] = steps.ToString(CultureInfo.InvariantCulture),
        }))
        {
            await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(128 + 9, process.ExitCode);
        }

        Assert.True(files == LogFiles().Count, $"{when}: {LogFiles().Count} files");
        Assert.Equal(before, await _folder.ReplayAsync());
        await _folder.CommitAsync(1);
        await new LogCompactor(_folder.Path, AtOnce).CompactAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["00000001-00000064.parquet", "00000065.jsonl.zst"], LogFiles());
        Assert.Equal(before, (await _folder.ReplayAsync()).Take(64));
    }

    [Fact]
    public async Task Compact_DiskFull_SaysSoAndLosesNothing()
    {
        using var disk = new TempMount("size=1m");
        var log = await SegmentLog.OpenAsync(disk.Path);
        for (var i = 0; i < 64; i++) await log.CommitAsync([SomeFacts.Response(i, Noise(i))]);
        var before = await log.ReplayAsync(1).ToListAsync();

        var compactor = new LogCompactor(disk.Path, AtOnce);
        var refusal = await Assert.ThrowsAsync<Data.Storage.StorageException>(() => compactor.CompactAsync());
        Assert.Equal(Data.Storage.StorageFault.DiskFull, refusal.Fault);
        Assert.Equal(64, Directory.GetFileSystemEntries(disk.Path).Length);
        Assert.Equal(before, await log.ReplayAsync(1).ToListAsync());
    }

    [Fact(Explicit = true)]
    public async Task CompactAndDie()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, "Runs only as the second process of another test.");
        var left = int.Parse(Environment.GetEnvironmentVariable(StepsVariable)!, CultureInfo.InvariantCulture);
        var compactor = new LogCompactor(folder!, AtOnce)
        {
            At = (_, _) =>
            {
                if (--left > 0) return;
                using var self = System.Diagnostics.Process.GetCurrentProcess();
                self.Kill(); // SIGKILL: nothing is tidied up
                Thread.Sleep(Timeout.Infinite);
            },
        };
        await compactor.CompactAsync();
    }

    List<string> LogFiles() => [.. _folder.Names().Where(name => !name.StartsWith(".tmp-", StringComparison.Ordinal))];

    static string Noise(int seed)
    {
        var noise = new byte[9 * 1024];
        new Random(seed).NextBytes(noise);
        return Convert.ToBase64String(noise);
    }
}
