using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Data.Tests.Storage;

public sealed class SmallFileTests
{
    [Fact]
    public void Write_AFileIsThere_ReplacesIt()
    {
        var folder = Directory.CreateTempSubdirectory("nt-small-");
        var path = Path.Combine(folder.FullName, "note.txt");
        SmallFile.Write(path, "a longer text");
        SmallFile.Write(path, "äö");
        Assert.Equal("äö"u8.ToArray(), File.ReadAllBytes(path));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Write_FullDisk_SaysSo()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        var refused = Assert.Throws<StorageException>(() => SmallFile.Write("/dev/full", new string('x', 40_000)));
        Assert.Equal(StorageFault.DiskFull, refused.Fault);
    }
}
