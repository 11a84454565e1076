using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Data.Datasets.Publishing;

/// <summary>A dataset that stands under its name, as its manifest tells it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Manifest">The manifest's bytes.</param>
/// <param name="Files">The files it lists, in the order of their paths.</param>
public sealed record EmittedDataset(string Name, string Folder, byte[] Manifest, ImmutableArray<DatasetFile> Files)
{
    /// <summary>The manifest's path in every dataset.</summary>
    public const string ManifestName = DatasetManifest.FileName;

    /// <summary>SHA-256 of the manifest, 64 hex digits; names all the dataset holds.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Manifest));

    /// <summary>The file of this path, exactly as the manifest writes it, or the manifest; null where it lists none.</summary>
    public DatasetFile? Find(string path) => path == ManifestName
        ? DatasetFile.Of(path, Manifest)
        : Files.FirstOrDefault(file => file.Path == path);

    /// <summary>The datasets of a run, in ordinal order.</summary>
    public static ImmutableArray<string> Names(RunFolder run)
    {
        var folder = Path.GetDirectoryName(run.Dataset("x").Value!)!;
        return Directory.Exists(folder)
            ?
            [
                .. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Where(SpecNames.IsName)
                    .Order(StringComparer.Ordinal),
            ]
            : [];
    }

    /// <summary>Reads a dataset's manifest.</summary>
    public static Checked<EmittedDataset> Read(RunFolder run, string name)
    {
        var folder = run.Dataset(name);
        if (!folder.Ok) return new(folder.Problems);
        var file = Path.Combine(folder.Value, ManifestName);
        try
        {
            var manifest = File.ReadAllBytes(file);
            using var json = JsonDocument.Parse(manifest);
            var files = json.RootElement.GetProperty("files").EnumerateArray().Select(Entry);
            return new(new EmittedDataset(name, folder.Value, manifest, [.. files]));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return new([Unknown(run, name)]);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new([new Problem($"The manifest of the dataset `{name}` cannot be read: {error.Message}", file,
                Fix: "Restore the file, or emit the dataset again.")]);
        }
    }

    static DatasetFile Entry(JsonElement entry) => new(
        entry.GetProperty("path").GetString()!, entry.GetProperty("bytes").GetInt64(), entry.GetProperty("sha256").GetString()!,
        entry.TryGetProperty("rows", out var rows) ? rows.GetInt64() : null);

    static Problem Unknown(RunFolder run, string name)
    {
        var known = Names(run);
        return new($"The run `{run.Run}` has no dataset `{name}`.", name,
            Expected: known.IsEmpty ? "a dataset; there is none yet" : $"one of {string.Join(", ", known)}",
            Fix: NearestName.DidYouMean(name, known) ?? $"Make it with `naturalthoughts emit {run.Run} SELECTION --name {name}`.");
    }
}
