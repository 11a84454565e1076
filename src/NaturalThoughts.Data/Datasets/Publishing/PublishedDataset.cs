using System.Collections.Immutable;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Data.Datasets.Publishing;

/// <summary>A dataset that stands under its name.</summary>
[GenerateSerializer, Immutable, Alias("nt.PublishedDataset")]
public sealed record PublishedDataset
{
    /// <summary>Its folder.</summary>
    [Id(0)] public required string Folder { get; init; }

    /// <summary>Its manifest; the SHA-256 names the dataset's whole content.</summary>
    [Id(1)] public required DatasetFile Manifest { get; init; }

    /// <summary>Its files, the manifest left out.</summary>
    [Id(2)] public required ImmutableArray<DatasetFile> Files { get; init; }

    /// <summary>Sums over its rows.</summary>
    [Id(3)] public required PartCounts Counts { get; init; }

    /// <summary>Whether it was there before.</summary>
    [Id(4)] public bool AlreadyEmitted { get; init; }

    /// <summary>Length of all its files.</summary>
    public long Bytes => Manifest.Bytes + Files.Sum(file => file.Bytes);
}
