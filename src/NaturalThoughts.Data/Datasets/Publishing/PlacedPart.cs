using System.Collections.Immutable;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Data.Datasets.Publishing;

/// <summary>A part and the path it gets in the dataset.</summary>
sealed record PlacedPart(PartFile Part, string Path)
{
    /// <summary>
    /// Names all parts, in shard order: <c>data/train-00000-of-00008.parquet</c>, <c>metadata/train-…</c>. Validation files of config
    /// <c>default</c> stand in a folder <c>validation</c> of their own, because LLaMA-Factory reads folders whole.
    /// </summary>
    public static ImmutableArray<PlacedPart> Of(IEnumerable<PartSummary> parts, DatasetFormat format) =>
    [
        .. from file in parts.OrderBy(part => part.Shard).SelectMany(part => part.Files)
           group file by (file.Config, file.Split) into files
           orderby files.Key
           from placed in files.Select((file, number) => new PlacedPart(
               file, $"{Folder(file.Config, file.Split)}/{file.Split.Name()}-{number:D5}-of-{files.Count():D5}.{format.Name()}"))
           select placed,
    ];

    /// <summary>The folder that holds a split of a config.</summary>
    public static string Folder(string config, DatasetSplit split) =>
        config is not "default" ? config : split is DatasetSplit.Validation ? "validation" : "data";

    /// <summary>The file as the manifest names it.</summary>
    public DatasetFile File => new(Path, Part.Bytes, Part.Sha256, Part.Rows);
}
