using System.Collections.Immutable;

namespace NaturalThoughts.Data.Datasets;

/// <summary>The format of a dataset's files.</summary>
[GenerateSerializer, Alias("nt.DatasetFormat")]
public enum DatasetFormat
{
    /// <summary>Parquet, zstd.</summary>
    Parquet,

    /// <summary>One JSON object a line, UTF-8.</summary>
    Jsonl,
}

/// <summary>The formats' names, which are also their file extensions.</summary>
public static class DatasetFormats
{
    /// <summary>The names a spec may use.</summary>
    public static ImmutableArray<string> Names { get; } = ["parquet", "jsonl"];

    /// <summary>The name of a format: its file extension without the dot.</summary>
    public static string Name(this DatasetFormat format) => Names[(int)format];

    /// <summary>Reads a name; false when there is no such format.</summary>
    public static bool TryParse(string name, out DatasetFormat format)
    {
        format = (DatasetFormat)Math.Max(0, Names.IndexOf(name));
        return Names.Contains(name);
    }
}
