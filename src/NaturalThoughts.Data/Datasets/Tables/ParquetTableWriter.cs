using System.Collections.Immutable;
using Apache.Arrow;
using ParquetSharp;
using ParquetSharp.Arrow;
using ParquetSharp.IO;

namespace NaturalThoughts.Data.Datasets.Tables;

/// <summary>Parquet with zstd. Rows are held until their text comes to <see cref="RowGroupBytes"/>, then go out as one row group.</summary>
/// <remarks>The types come from the columns, never from the values; the file names no writer version, time or machine.</remarks>
public sealed class ParquetTableWriter : ITableWriter
{
    /// <summary>Bytes of text after which a row group is written.</summary>
    public const long RowGroupBytes = 32 << 20;

    readonly ImmutableArray<ColumnBuffer> _buffers;
    readonly Schema _schema;
    readonly ManagedOutputStream _output;
    readonly FileWriter _writer;
    readonly long _rowGroupBytes;
    int _rows;
    long _held;

    /// <summary>Writes rows of these columns to the stream.</summary>
    public ParquetTableWriter(ImmutableArray<DatasetColumn> columns, Stream stream, long rowGroupBytes = RowGroupBytes)
    {
        _rowGroupBytes = rowGroupBytes;
        _buffers = [.. columns.Select(ColumnBuffer.Of)];
        _schema = new Schema(_buffers.Select(buffer => buffer.Field), null);
        using var properties = PropertiesOf(columns);
        _output = new ManagedOutputStream(stream, leaveOpen: true);
        _writer = new FileWriter(_output, _schema, properties);
    }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<Cell> cells)
    {
        for (var i = 0; i < _buffers.Length; i++) _held += _buffers[i].Append(cells[i]);
        _rows++;
        if (_held >= _rowGroupBytes) WriteRowGroup();
    }

    /// <inheritdoc/>
    public void Finish()
    {
        if (_rows > 0) WriteRowGroup();
        _writer.Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _output.Dispose();
    }

    void WriteRowGroup()
    {
        using (var batch = new RecordBatch(_schema, _buffers.Select(buffer => buffer.Peek()), _rows))
            _writer.WriteRecordBatch(batch, chunkSize: _rows);
        foreach (var buffer in _buffers) buffer.Clear();
        _rows = 0;
        _held = 0;
    }

    static WriterProperties PropertiesOf(ImmutableArray<DatasetColumn> columns)
    {
        using var builder = new WriterPropertiesBuilder();
        builder.Compression(Compression.Zstd).CompressionLevel(3).CreatedBy("NaturalThoughts");
        foreach (var column in columns.Where(column => column.Long))
        {
            var path = column.Type switch
            {
                ColumnType.Turns => $"{column.Name}.list.element.{column.TextField}",
                ColumnType.Turn => $"{column.Name}.{column.TextField}",
                _ => column.Name,
            };
            builder.DisableDictionary(path).DisableStatistics(path);
        }

        return builder.Build();
    }
}
