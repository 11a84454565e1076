using System.Security.Cryptography;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Cli.Tests.Curation;

/// <summary>Reads what a run left on the disk, from outside.</summary>
static class RunFolderReader
{
    /// <summary>Every fact of a run: the first one with each key, shard by shard, and how many lines said it again.</summary>
    public static async Task<(IReadOnlyList<Fact> Facts, int Again)> FactsAsync(Workshop workshop, string run = "r")
    {
        var (facts, again) = (new List<Fact>(), 0);
        var shards = Path.Combine(workshop.Root, run, "shards");
        if (!Directory.Exists(shards)) return (facts, again);
        foreach (var shard in Directory.EnumerateDirectories(shards).Order(StringComparer.Ordinal))
        {
            var keys = new HashSet<Digest>();
            var log = await SegmentLog.OpenAsync(shard);
            await foreach (var logged in log.ReplayAsync())
                if (keys.Add(logged.Fact.Key)) facts.Add(logged.Fact);
                else again++;
        }

        return (facts, again);
    }

    /// <summary>Responses in the log, named as the side file names calls.</summary>
    public static async Task<HashSet<string>> CommittedAsync(Workshop workshop) =>
        [.. (await FactsAsync(workshop)).Facts.OfType<ResponseFact>()
            .Select(fact => $"{fact.Question}\t{fact.Response.Model}\t{fact.Response.Sample}"
                + (fact.Rubric is { } rubric ? $"\t{rubric}\t{fact.About}" : ""))];

    /// <summary>Calls so far, in order.</summary>
    public static IReadOnlyList<string> Calls(Workshop workshop)
    {
        while (true)
        {
            try
            {
                return File.Exists(workshop.Calls)
                    ? File.ReadAllText(workshop.Calls).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    : [];
            }
            catch (IOException)
            {
                Thread.Yield(); // the command holds the file for the moment of an entry
            }
        }
    }

    /// <summary>SHA-256 of every file of every dataset, by name. What a crash left half done is no dataset.</summary>
    public static SortedDictionary<string, string> Datasets(Workshop workshop)
    {
        var files = Files(workshop, "datasets");
        var staged = files.Keys.Where(file => file.StartsWith(".staging", StringComparison.Ordinal)).ToList();
        foreach (var file in staged) files.Remove(file);
        return files;
    }

    /// <summary>SHA-256 of every file below a folder of the run, by name.</summary>
    public static SortedDictionary<string, string> Files(Workshop workshop, string below = "")
    {
        var folder = Path.Combine(workshop.Root, "r", below);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            files[Path.GetRelativePath(folder, file)] = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
        return files;
    }

    /// <summary>How many files and folders stand below a folder of the run; none while it is not there.</summary>
    public static int Count(Workshop workshop, string below, string pattern = "*")
    {
        var folder = new DirectoryInfo(Path.Combine(workshop.Root, "r", below));
        try
        {
            return folder.Exists ? folder.EnumerateFileSystemInfos(pattern, SearchOption.AllDirectories).Count() : 0;
        }
        catch (DirectoryNotFoundException)
        {
            return 0; // renamed away in the middle of the look
        }
    }
}
