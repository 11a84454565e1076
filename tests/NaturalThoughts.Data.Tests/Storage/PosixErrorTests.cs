using NaturalThoughts.Data.Storage;
using NaturalThoughts.Data.Tests.Log;

namespace NaturalThoughts.Data.Tests.Storage;

public sealed class PosixErrorTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Link_NameTaken_IsExists()
    {
        File.WriteAllText(_folder.In("a"), "a");
        Assert.Equal(PosixError.None, PosixLink.Link(_folder.In("a"), _folder.In("é ß")));
        Assert.Equal("a", File.ReadAllText(_folder.In("é ß")));
        Assert.Equal(StorageFault.Exists, PosixLink.Link(_folder.In("a"), _folder.In("é ß")).Fault);
    }

    [Fact]
    public void Calls_NothingThere_AreNotFound()
    {
        Assert.Equal(StorageFault.NotFound, PosixLink.Link(_folder.In("a"), _folder.In("b")).Fault);
        Assert.Equal(StorageFault.NotFound, PosixLink.SyncFolder(_folder.In("a")).Fault);
        Assert.Equal(StorageFault.NotFound, PosixLink.Unlink(_folder.In("a")).Fault);
    }

    [Fact]
    public void SyncFolder_AFile_IsNotAFolder()
    {
        File.WriteAllText(_folder.In("a"), "a");
        Assert.Equal(StorageFault.NotAFolder, PosixLink.SyncFolder(_folder.In("a")).Fault);
        Assert.Equal(PosixError.None, PosixLink.SyncFolder(_folder.Path));
    }

    [Fact]
    public void Of_ExceptionsOfTheFileApi_HaveTheirErrno()
    {
        Assert.Equal(StorageFault.NotFound, PosixError.Of(Assert.ThrowsAny<IOException>(() => File.ReadAllText(_folder.In("a/b")))).Fault);
        Assert.Equal(StorageFault.NoPermission, PosixError.Of(new UnauthorizedAccessException()).Fault);
        Assert.Equal(StorageFault.DiskFull, PosixError.Of(new IOException("", 28)).Fault);
    }
}
