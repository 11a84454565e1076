using System.Collections.Immutable;

namespace NaturalThoughts.Data.Datasets.Tables;

/// <summary>One config of a dataset: its columns, and the row each selected trace becomes.</summary>
public abstract class DatasetTable
{
    /// <summary>The config's name.</summary>
    public abstract string Config { get; }

    /// <summary>Its columns, always the same for a plan.</summary>
    public abstract ImmutableArray<DatasetColumn> Columns { get; }

    /// <summary>Fills one cell a column.</summary>
    public abstract void Fill(DatasetRow row, Span<Cell> cells);
}
