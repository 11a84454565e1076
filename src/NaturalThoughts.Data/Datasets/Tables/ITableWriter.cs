namespace NaturalThoughts.Data.Datasets.Tables;

/// <summary>Writes a table's rows to a stream in one format; the same rows give the same bytes.</summary>
public interface ITableWriter : IDisposable
{
    /// <summary>Takes a row: one cell a column.</summary>
    void Append(ReadOnlySpan<Cell> cells);

    /// <summary>Writes what is still held and the format's end; the stream stays open.</summary>
    void Finish();
}
