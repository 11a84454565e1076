using System.Collections.Immutable;
using NaturalThoughts.Data.Log.Control;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Cluster.Datasets;

/// <summary>What an emission came to.</summary>
[GenerateSerializer, Immutable, Alias("nt.DatasetReport")]
public sealed record DatasetReport
{
    /// <summary>The dataset's name.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>The selection it was emitted from.</summary>
    [Id(1)] public required string Selection { get; init; }

    /// <summary>Its folder.</summary>
    [Id(2)] public required string Folder { get; init; }

    /// <summary>Rows for training.</summary>
    [Id(3)] public required long Train { get; init; }

    /// <summary>Rows for validation.</summary>
    [Id(4)] public required long Validation { get; init; }

    /// <summary>Rows that carry their reasoning.</summary>
    [Id(5)] public required long System2 { get; init; }

    /// <summary>Bytes of all its files.</summary>
    [Id(6)] public required long Bytes { get; init; }

    /// <summary>Its files, relative to the folder.</summary>
    [Id(7)] public required ImmutableArray<string> Files { get; init; }

    /// <summary>Whether it was there already, the same.</summary>
    [Id(8)] public bool Existing { get; init; }

    /// <summary>Selected traces that make no preference pair, where those are asked for.</summary>
    [Id(9)] public long LeftOut { get; init; }

    /// <summary>What the journal says of a dataset; its files are left out.</summary>
    internal static DatasetReport Of(DatasetEmitted emitted, RunFolder run) => new()
    {
        Name = emitted.Name,
        Selection = emitted.Selection,
        Folder = run.Dataset(emitted.Name).Value!,
        Train = emitted.Counts.GetValueOrDefault("train"),
        Validation = emitted.Counts.GetValueOrDefault("validation"),
        System2 = emitted.Counts.GetValueOrDefault("system_2"),
        Bytes = emitted.Counts.GetValueOrDefault("bytes"),
        LeftOut = emitted.Counts.GetValueOrDefault("left_out"),
        Files = [],
    };
}
