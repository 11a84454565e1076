using System.Text.Json;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Cluster.Clusters;

/// <summary>The clusters a run keeps: a folder each, named by the digest of what they were made from. All of it follows from the log.</summary>
/// <param name="run">The run's folder.</param>
sealed class ClusterFolders(RunFolder run)
{
    const string Summary = "summary.json";

    // What is read from a folder is in memory once it is read; another process may be about to.
    const int Kept = 4;

    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n", IgnoreReadOnlyProperties = true,
    };

    /// <summary>The folder of some clusters.</summary>
    public string Of(Digest name) => Path.Combine(run.Clusters, name.ToString());

    /// <summary>What clusters came to; null where they are not there.</summary>
    public KeptClusters? Read(Digest name) => Read(Of(name));

    /// <summary>What the clusters made last came to; null where there are none.</summary>
    public KeptClusters? Last => Folders().Select(Read).FirstOrDefault(kept => kept is not null);

    /// <summary>Puts finished clusters in their place, and removes old ones.</summary>
    /// <param name="staged">The folder, but for its summary.</param>
    /// <param name="name">What they were made from.</param>
    /// <param name="kept">What they came to.</param>
    public void Publish(string staged, Digest name, KeptClusters kept)
    {
        SmallFile.Write(Path.Combine(staged, Summary), JsonSerializer.SerializeToUtf8Bytes(kept, Json));
        // Another process may have made the same ones; readers must not find them gone for a moment.
        if (Read(name) is not null) StagedFolders.Remove(staged);
        else FolderSwap.Replace(staged, Of(name));
        foreach (var old in Folders().Skip(Kept).ToList()) StagedFolders.Remove(old);
    }

    IEnumerable<string> Folders() => Directory.Exists(run.Clusters)
        ? Directory.EnumerateDirectories(run.Clusters).OrderByDescending(Directory.GetLastWriteTimeUtc)
        : [];

    static KeptClusters? Read(string folder)
    {
        var file = Path.Combine(folder, Summary);
        return File.Exists(file) ? JsonSerializer.Deserialize<KeptClusters>(File.ReadAllBytes(file), Json) : null;
    }
}
