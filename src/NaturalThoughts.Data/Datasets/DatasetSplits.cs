namespace NaturalThoughts.Data.Datasets;

/// <summary>The splits' names.</summary>
public static class DatasetSplits
{
    /// <summary>The name of a split in files and cards.</summary>
    public static string Name(this DatasetSplit split) => split is DatasetSplit.Validation ? "validation" : "train";
}
