using NaturalThoughts.Cluster.Clusters;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Cluster.Tests.Clusters;

public sealed class ClusterFoldersTests : IDisposable
{
    static readonly Digest Name = Digest.Of("clusters");

    readonly string _root = Directory.CreateTempSubdirectory("nt-clusters-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Publish_AnotherProcessMadeThemToo_LeavesThemToTheirReaders()
    {
        var folders = new ClusterFolders(RunFolder.Of(_root, "tested").Value!);
        folders.Publish(Staged("first"), Name, Kept);

        folders.Publish(Staged("second"), Name, Kept);

        Assert.True(File.Exists(Path.Combine(folders.Of(Name), "first")));
        Assert.False(Directory.Exists(Path.Combine(_root, "staging")));
        Assert.Equal(3, folders.Read(Name)!.Report.Clusters);
    }

    static KeptClusters Kept { get; } = new(new()
    {
        Embedder = "e", K = 3, Seed = 1, Clusters = 3, Questions = 6, Dimensions = 2, Rounds = 1, Inertia = 0,
        Smallest = 1, Median = 2, Largest = 3,
    }, [3, 2, 1]);

    string Staged(string file)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "staging", file)).FullName;
        File.WriteAllText(Path.Combine(folder, file), "");
        return folder;
    }
}
