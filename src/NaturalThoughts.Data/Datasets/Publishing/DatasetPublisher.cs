using System.Collections.Immutable;
using System.Text;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Datasets.Cards;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Data.Datasets.Publishing;

/// <summary>Makes a dataset of the shards' parts: whole, or not at all.</summary>
/// <remarks>
/// The parts are moved into a tree beside them, the card, chart, manifest and LLaMA-Factory's file are added, everything is brought to the
/// disk, and the tree is renamed to its name. A crash before that leaves the tree in the staging folder, where the next call takes it up.
/// </remarks>
public sealed class DatasetPublisher(string runFolder)
{
    /// <summary>Publishes a dataset, or says all that stands in its way.</summary>
    /// <param name="description">What the parts themselves do not tell.</param>
    /// <param name="parts">One summary a shard, in any order; the files lie in <see cref="DatasetFolders.Staging"/>.</param>
    /// <returns>
    /// The dataset; <see cref="PublishedDataset.AlreadyEmitted"/> when one with an equal manifest was there. A problem when the name holds
    /// another
    /// content, the selection is empty, the counts do not add up, or a part file is missing.
    /// </returns>
    public Checked<PublishedDataset> Publish(DatasetDescription description, IReadOnlyCollection<PartSummary> parts) =>
        Publish(description, parts, DatasetFolders.Staging(runFolder, description.Plan, description.Snapshot), replace: false);

    /// <summary>Publishes a dataset from parts in a folder of their own; see the other overload.</summary>
    /// <param name="description">What the parts themselves do not tell.</param>
    /// <param name="parts">One summary a shard, in any order.</param>
    /// <param name="staging">The folder with the parts; it is removed when the dataset is there.</param>
    /// <param name="replace">Whether a dataset of that name with another content makes way.</param>
    public Checked<PublishedDataset> Publish(
        DatasetDescription description, IReadOnlyCollection<PartSummary> parts, string staging, bool replace)
    {
        var counts = PartCounts.Sum([.. parts.OrderBy(part => part.Shard).Select(part => part.Counts)]);
        var problems = ProblemsOf(description, parts, counts).ToImmutableArray();
        if (problems.Length > 0) return new(problems);

        var placed = PlacedPart.Of(parts, description.Plan.Format);
        var texts = TextsOf(description, counts, placed);
        DatasetFile[] files = [.. placed.Select(part => part.File), .. texts.Select(text => DatasetFile.Of(text.Key, text.Value))];
        var manifest = DatasetManifest.Of(description, counts, files);
        var folder = DatasetFolders.Dataset(runFolder, description.Plan.Name);
        var published = new PublishedDataset
        {
            Folder = folder,
            Manifest = DatasetFile.Of(DatasetManifest.FileName, manifest),
            Files = [.. files],
            Counts = counts,
        };
        if (Directory.Exists(folder) && Compare(published, manifest, staging) is var same && (same.Ok || !replace)) return same;

        var tree = Path.Combine(staging, "tree");
        var missing = Arrange(tree, staging, placed).ToImmutableArray();
        if (missing.Length > 0) return new(missing);
        foreach (var (path, content) in texts) SmallFile.Write(Path.Combine(tree, path), content);
        SmallFile.Write(Path.Combine(tree, DatasetManifest.FileName), manifest);
        foreach (var inner in Directory.GetDirectories(tree)) FolderSync.Persist(inner);
        FolderSync.Persist(tree);

        return Rename(tree, published, manifest, staging, replace);
    }

    static Checked<PublishedDataset> Rename(string tree, PublishedDataset published, byte[] manifest, string staging, bool replace)
    {
        try
        {
            Directory.Move(tree, published.Folder);
        }
        catch (IOException) when (Directory.Exists(published.Folder))
        {
            if (Compare(published, manifest, staging) is var same && (same.Ok || !replace)) return same;
            FolderSwap.Replace(tree, published.Folder);
        }

        FolderSync.Persist(Path.GetDirectoryName(published.Folder)!);
        StagedFolders.Remove(staging);
        return new(published);
    }

    static IEnumerable<Problem> ProblemsOf(DatasetDescription description, IReadOnlyCollection<PartSummary> parts, PartCounts counts)
    {
        var where = $"datasets.{description.Plan.Name}";
        foreach (var problem in description.Counts.Problems()) yield return problem;
        foreach (var twice in parts.GroupBy(part => part.Shard).Where(same => same.Count() > 1))
            yield return new($"Shard {twice.Key} handed over {twice.Count()} parts.", where, Expected: "one");
        var (selected, emitted) = (Invariant.Count(description.Selected), Invariant.Count(counts.Rows));
        var empty = $"The selection `{description.Plan.Selection}` is empty.";
        if (counts.Rows + counts.LeftOut != description.Selected)
            yield return new($"The selection has {selected} traces, the parts have {emitted} rows.", where, Fix: "Emit again.");
        else if (counts is { Rows: 0, LeftOut: > 0 })
            yield return new(
                $"No trace of the selection makes a pair: {Invariant.Count(counts.NotCorrect)} are not known to be correct, "
                + $"{Invariant.Count(counts.WithoutPartner)} have no other trace of their question to be preferred to.", where,
                Fix: "Add `correct` to the selection's `where`, take other `pairs`, or have the teacher answer with more samples.");
        else if (counts.Rows == 0)
            yield return new(empty, where, Fix: "Loosen its `where`, or wait until more questions are sealed.");
        else if (counts.Rows == counts.Validation)
            yield return new("All rows fell into the validation split.", where, Fix: "Lower `validation` or select more.");
        if (counts.WithoutAnswer > 0)
            yield return new(
                $"{Invariant.Count(counts.WithoutAnswer)} of the selected traces broke off before an answer, "
                + "and a System-1 row is the answer alone.",
                where,
                Fix: "Add `complete` to the selection's `where`, or emit all of them with their reasoning (no `mix`).");
    }

    static SortedDictionary<string, byte[]> TextsOf(DatasetDescription description, PartCounts counts, ImmutableArray<PlacedPart> placed)
    {
        var texts = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["README.md"] = Encoding.UTF8.GetBytes(new DatasetCard(description, counts, placed).ToMarkdown()),
            ["chart.svg"] = Encoding.UTF8.GetBytes(DatasetChart.Of(description, counts)),
        };
        var splits = placed.Select(part => part.Part.Split).Distinct();
        if (LlamaFactoryInfo.Of(description.Plan, splits) is { } info) texts["dataset_info.json"] = info;
        return texts;
    }

    static IEnumerable<Problem> Arrange(string tree, string staging, ImmutableArray<PlacedPart> placed)
    {
        foreach (var (part, path) in placed)
        {
            var from = Path.Combine(staging, part.Name);
            var to = Path.Combine(tree, path);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            if (File.Exists(from)) File.Move(from, to, overwrite: true);
            var found = new FileInfo(to);
            if (found.Exists && found.Length == part.Bytes) continue;
            var state = found.Exists ? $"{found.Length} bytes long" : "missing";
            yield return new($"The part {part.Name} is {state}.", staging, Expected: $"{part.Bytes} bytes", Fix: "Emit again.");
        }

        var wanted = placed.Select(part => Path.GetFullPath(Path.Combine(tree, part.Path))).ToHashSet(StringComparer.Ordinal);
        var present = Directory.GetFiles(tree, "*", SearchOption.AllDirectories).Select(Path.GetFullPath);
        foreach (var stale in present.Where(file => !wanted.Contains(file))) File.Delete(stale);
    }

    static bool IsThere(string path, long bytes) => new FileInfo(path) is { Exists: true } found && found.Length == bytes;

    static Checked<PublishedDataset> Compare(PublishedDataset published, byte[] manifest, string staging)
    {
        var name = Path.GetFileName(published.Folder);
        var path = Path.Combine(published.Folder, DatasetManifest.FileName);
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(manifest))
        {
            return new([new Problem(
                $"A dataset `{name}` with another content exists.", $"datasets/{name}",
                Expected: $"no such folder, or a manifest with SHA-256 {published.Manifest.Sha256}",
                Fix: "Give the new one another name, or agree to lose the old one with `--replace`.")]);
        }

        var damaged = published.Files.Where(file => !IsThere(Path.Combine(published.Folder, file.Path), file.Bytes)).ToList();
        if (damaged.Count > 0)
        {
            return new(damaged.Select(file => new Problem(
                $"{file.Path} is not what the manifest says.", $"datasets/{name}", Expected: $"{Invariant.Count(file.Bytes)} bytes",
                Fix: "Emit again with `--replace`.")));
        }

        StagedFolders.Remove(staging);
        return new(published with { AlreadyEmitted = true });
    }
}
