using System.Collections.Immutable;

namespace NaturalThoughts.Data.Datasets.Parts;

/// <summary>What a shard wrote of a dataset: its files and the sums over its rows.</summary>
[GenerateSerializer, Immutable, Alias("nt.PartSummary")]
public sealed record PartSummary
{
    /// <summary>The shard.</summary>
    [Id(0)] public required int Shard { get; init; }

    /// <summary>Its files; none for a split or a shard without rows.</summary>
    [Id(1)] public required ImmutableArray<PartFile> Files { get; init; }

    /// <summary>Sums over its rows.</summary>
    [Id(2)] public required PartCounts Counts { get; init; }
}

/// <summary>A part file as it lies in the staging folder.</summary>
[GenerateSerializer, Immutable, Alias("nt.PartFile")]
public sealed record PartFile
{
    /// <summary><c>default</c> or <c>metadata</c>.</summary>
    [Id(0)] public required string Config { get; init; }

    /// <summary>The split.</summary>
    [Id(1)] public required DatasetSplit Split { get; init; }

    /// <summary>File name within the staging folder.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>Rows in it.</summary>
    [Id(3)] public required long Rows { get; init; }

    /// <summary>Its length.</summary>
    [Id(4)] public required long Bytes { get; init; }

    /// <summary>SHA-256 of its bytes, 64 hex digits.</summary>
    [Id(5)] public required string Sha256 { get; init; }

    /// <summary>Size of its rows in Arrow's memory layout: the card's <c>num_bytes</c>.</summary>
    [Id(6)] public required long ArrowBytes { get; init; }
}
