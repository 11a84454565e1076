using System.Collections.Immutable;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Data.Datasets.Publishing;

/// <summary>A dataset that stands under its name.</summary>
public sealed record PublishedDataset
{
    /// <summary>Its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Its manifest; the SHA-256 names the dataset's whole content.</summary>
    public required DatasetFile Manifest { get; init; }

    /// <summary>Its files, the manifest left out.</summary>
    public required ImmutableArray<DatasetFile> Files { get; init; }

    /// <summary>Sums over its rows.</summary>
    public required PartCounts Counts { get; init; }

    /// <summary>Whether it was there before.</summary>
    public bool AlreadyEmitted { get; init; }

    /// <summary>Length of all its files.</summary>
    public long Bytes => Manifest.Bytes + Files.Sum(file => file.Bytes);
}
