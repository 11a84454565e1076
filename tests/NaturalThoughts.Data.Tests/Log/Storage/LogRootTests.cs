using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Log.Storage;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Data.Tests.Log.Storage;

public sealed class LogRootTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Check_FolderNotThere_MakesItAndLeavesItEmpty()
    {
        var root = LogRoot.Check(_folder.In("a/b"));
        Assert.Equal(_folder.In("a/b"), root.Value?.Path);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.In("a/b")));
    }

    [Fact]
    public void Check_LinksNotExclusive_IsRefused()
    {
        var problem = Refused(LogRoot.Check(_folder.Path, (_, name) =>
        {
            File.WriteAllText(name, "");
            return PosixError.None;
        }));
        Assert.Contains("not exclusive", problem.What);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Check_NoHardLinks_IsRefused() =>
        Assert.Contains("Cannot make a hard link", Refused(LogRoot.Check(_folder.Path, (_, _) => new PosixError(1))).What);

    [Fact]
    public void Check_PathIsAFile_IsRefused()
    {
        File.WriteAllText(_folder.In("file"), "");
        Refused(LogRoot.Check(_folder.In("file")));
        Refused(LogRoot.Check(_folder.In("file/below")));
    }

    [Fact]
    public void Check_NoPermission_SaysSo()
    {
        Assert.SkipWhen(
            Environment.IsPrivilegedProcess || OperatingSystem.IsWindows(), "Root may write everywhere, whatever the permissions.");
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var problem = Refused(LogRoot.Check(_folder.Path));
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Contains("user may not", problem.What);
    }

    [Fact]
    public void Check_DiskFull_SaysSo()
    {
        using var disk = new TempMount("size=128k");
        File.WriteAllBytes(Path.Combine(disk.Path, "ballast"), new byte[100 * 1024]);
        var problem = Refused(LogRoot.Check(disk.Path));
        Assert.Contains("disk or the quota is full", problem.What);
        Assert.Equal(disk.Path, problem.Where);
        Assert.Single(Directory.GetFileSystemEntries(disk.Path));
    }

    [Fact]
    public async Task Check_ReadOnlyMount_SaysSoAndTheLogCanStillBeRead()
    {
        using var disk = new TempMount("size=1m");
        await (await SegmentLog.OpenAsync(disk.Path)).CommitAsync(SomeFacts.Responses(0, 1));
        disk.MakeReadOnly();
        Assert.Contains("mounted read-only", Refused(LogRoot.Check(disk.Path)).What);

        var log = await SegmentLog.OpenAsync(disk.Path);
        Assert.Single(await log.ReplayAsync().ToListAsync());
        var refusal = await Assert.ThrowsAsync<StorageException>(() => log.CommitAsync(SomeFacts.Responses(1, 1)));
        Assert.Equal(StorageFault.ReadOnly, refusal.Fault);
    }

    [Fact]
    public async Task Commit_DiskFull_SaysSoLosesNothingAndGoesOnWithRoom()
    {
        using var disk = new TempMount("size=256k");
        var log = await SegmentLog.OpenAsync(disk.Path);
        await log.CommitAsync(SomeFacts.Responses(0, 10));
        var ballast = Path.Combine(disk.Path, ".tmp-ballast");
        File.WriteAllBytes(ballast, new byte[200 * 1024]);

        var noise = new byte[100 * 1024];
        new Random(1).NextBytes(noise);
        var large = SomeFacts.Response(99, Convert.ToBase64String(noise));
        var refusal = await Assert.ThrowsAsync<StorageException>(() => log.CommitAsync([large]));
        Assert.Equal(StorageFault.DiskFull, refusal.Fault);
        Assert.Equal(2, Directory.GetFileSystemEntries(disk.Path).Length); // no half-written file stays

        File.Delete(ballast);
        await log.CommitAsync([large]);
        Assert.Equal(11, (await (await SegmentLog.OpenAsync(disk.Path)).ReplayAsync().ToListAsync()).Count);
    }

    static Problem Refused(Checked<LogRoot> root)
    {
        var problem = Assert.Single(root.Problems);
        Assert.NotNull(problem.Fix);
        return problem;
    }
}
