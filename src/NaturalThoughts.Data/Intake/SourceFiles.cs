using System.Collections.Immutable;
using System.Security.Cryptography;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Data.Intake;

/// <summary>Finds the files a source names.</summary>
public static class SourceFiles
{
    /// <summary>Endings that are read when a folder is named.</summary>
    public static ImmutableArray<string> Endings { get; } =
    [
        ".jsonl", ".ndjson", ".json", ".parquet",
        ".jsonl.gz", ".ndjson.gz", ".json.gz", ".jsonl.zst", ".ndjson.zst", ".json.zst",
    ];

    // These describe a dataset and hold no rows of it.
    static readonly ImmutableArray<string> Descriptions = ["dataset_info.json", "dataset_infos.json"];

    /// <summary>
    /// The files of a source, in ordinal order of their names. A path is a file, a folder (all files below it that end in one of
    /// <see cref="Endings"/>, but no hidden ones and no <c>dataset_info.json</c>) or a glob (<c>*</c> and <c>?</c> within a name, <c>**</c>
    /// over folders;
    /// hidden names only where the pattern says the dot).
    /// </summary>
    /// <param name="source">The source; its path is relative to <paramref name="baseFolder"/>.</param>
    /// <param name="baseFolder">The spec's folder.</param>
    /// <returns>At least one file, or a problem that says where was looked.</returns>
    public static Checked<IReadOnlyList<SourceFile>> Find(SourceSpec source, string baseFolder) =>
        Find(source.Path, $"Source `{source.Name}`", baseFolder);

    /// <summary>The files of a benchmark, found as those of a source.</summary>
    /// <param name="benchmark">The benchmark; its path is relative to <paramref name="baseFolder"/>.</param>
    /// <param name="baseFolder">The spec's folder.</param>
    public static Checked<IReadOnlyList<SourceFile>> Find(BenchmarkSpec benchmark, string baseFolder) =>
        Find(benchmark.Path, $"Benchmark `{benchmark.Path}`", baseFolder);

    static Checked<IReadOnlyList<SourceFile>> Find(string written, string who, string baseFolder)
    {
        var path = written.Replace('\\', '/');
        var glob = GlobPattern.Parse(path);
        var root = Path.GetFullPath(Path.Combine(baseFolder, glob.Root));
        try
        {
            var found = Enumerate(glob, root).ToList();
            if (found.Count == 0) return new([Nothing(who, root, glob)]);
            var origin = Path.IsPathRooted(path) ? (File.Exists(root) ? Path.GetDirectoryName(root)! : root) : Path.GetFullPath(baseFolder);
            return new(found
                .Select(file => new SourceFile(file, Path.GetRelativePath(origin, file).Replace('\\', '/')))
                .OrderBy(file => file.Name, StringComparer.Ordinal)
                .ToList());
        }
        catch (UnauthorizedAccessException refused)
        {
            var what = $"{who} cannot be read: {refused.Message}";
            return new([new Problem(what, root, Fix: "Give this user the right to read it.")]);
        }
    }

    /// <summary>Digest of a file's bytes, streamed.</summary>
    public static async Task<Digest> DigestOf(SourceFile file, CancellationToken cancellation = default)
    {
        await using var stream = Open(file);
        return Digest.FromHash(await SHA256.HashDataAsync(stream, cancellation));
    }

    internal static FileStream Open(SourceFile file) => new(file.FullPath, new FileStreamOptions
    {
        Options = FileOptions.SequentialScan | FileOptions.Asynchronous,
        BufferSize = 0,
        Share = FileShare.ReadWrite | FileShare.Delete,
    });

    static IEnumerable<string> Enumerate(GlobPattern glob, string root)
    {
        if (!glob.Rest.IsEmpty) return glob.Files(root);
        if (File.Exists(root)) return [root];
        return Directory.Exists(root) ? GlobPattern.Parse("**/*").Files(root).Where(IsData) : [];
    }

    static bool IsData(string file)
    {
        var name = Path.GetFileName(file);
        return Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && !Descriptions.Contains(name);
    }

    static Problem Nothing(string who, string root, GlobPattern glob)
    {
        var looked = glob.Rest.IsEmpty ? root : $"{root}/{string.Join('/', glob.Rest)}";
        var folder = root;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent) folder = parent;
        var there = Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).Take(6).ToList();
        var holds = there.Count == 0 ? "is empty" : $"holds {string.Join(", ", there)}{(there.Count == 6 ? ", …" : "")}";
        return new(
            $"{who} names no file.",
            looked,
            Expected: glob.Rest.IsEmpty
                ? $"a file, or a folder with files that end in {string.Join(", ", Endings.Take(4))} (the first three also with .gz or .zst)"
                : "at least one matching file",
            Fix: $"Correct its path (relative to the spec's folder): {folder} {holds}.");
    }
}
