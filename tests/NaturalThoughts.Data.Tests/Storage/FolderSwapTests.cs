using NaturalThoughts.Data.Storage;
using NaturalThoughts.Data.Tests.Log;

namespace NaturalThoughts.Data.Tests.Storage;

public sealed class FolderSwapTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Replace_NothingThere_PutsTheFolderInItsPlace()
    {
        FolderSwap.Replace(Made("new", "1"), _folder.In("a/b/place"));

        Assert.Equal("1", File.ReadAllText(_folder.In("a/b/place/file")));
    }

    [Fact]
    public void Replace_AnotherFolderThere_IsGoneAltogether()
    {
        Made("place", "old");
        File.WriteAllText(_folder.In("place/only-old"), "");

        FolderSwap.Replace(Made("new", "2"), _folder.In("place"));

        Assert.Equal([_folder.In("place")], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal([_folder.In("place/file")], Directory.GetFileSystemEntries(_folder.In("place")));
        Assert.Equal("2", File.ReadAllText(_folder.In("place/file")));
    }

    [Fact]
    public void Replace_FinishedFolderIsNotThere_LeavesTheOldOne()
    {
        Made("place", "old");

        Assert.Throws<StorageException>(() => FolderSwap.Replace(_folder.In("new"), _folder.In("place")));
        Assert.Equal("old", File.ReadAllText(_folder.In("place/file")));
    }

    string Made(string name, string content)
    {
        Directory.CreateDirectory(_folder.In(name));
        File.WriteAllText(Path.Combine(_folder.In(name), "file"), content);
        return _folder.In(name);
    }
}
