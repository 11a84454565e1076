using NaturalThoughts.Data.Datasets.Tables;

namespace NaturalThoughts.Data.Datasets.Parts;

/// <summary>Writes one part file: under a name of its own, which becomes the part's when the file is whole and on the disk.</summary>
sealed class PartFileWriter : IDisposable
{
    readonly DatasetTable _table;
    readonly DatasetSplit _split;
    readonly string _path;
    readonly string _unfinished;
    readonly HashingStream _stream;
    readonly ITableWriter _writer;
    readonly Cell[] _cells;
    long _rows;
    long _arrowBytes;

    public PartFileWriter(DatasetTable table, DatasetFormat format, DatasetSplit split, string folder, int shard)
    {
        _table = table;
        _split = split;
        _path = Path.Combine(folder, $"{table.Config}-{split.Name()}-{shard:D5}.{format.Name()}");
        _unfinished = $"{_path}.{Guid.NewGuid():N}.unfinished";
        _stream = new(new FileStream(_unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16));
        _writer = format is DatasetFormat.Parquet ? new ParquetTableWriter(table.Columns, _stream)
            : new JsonlTableWriter(table.Columns, _stream);
        _cells = new Cell[table.Columns.Length];
    }

    public void Add(DatasetRow row)
    {
        _table.Fill(row, _cells);
        _writer.Append(_cells);
        foreach (var cell in _cells) _arrowBytes += cell.ArrowBytes;
        _rows++;
    }

    public PartFile Finish()
    {
        _writer.Finish();
        _stream.Persist();
        var file = new PartFile
        {
            Config = _table.Config,
            Split = _split,
            Name = Path.GetFileName(_path),
            Rows = _rows,
            Bytes = _stream.Length,
            Sha256 = _stream.Sha256(),
            ArrowBytes = _arrowBytes,
        };
        _writer.Dispose();
        _stream.Dispose();
        File.Move(_unfinished, _path, overwrite: true);
        return file;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _stream.Dispose();
        File.Delete(_unfinished);
    }
}
