using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NaturalThoughts.Data.Log.Storage;
using ParquetSharp;
using ParquetSharp.IO;

namespace NaturalThoughts.Data.Log.Ranges;

/// <summary>Writes a range's rows, in log order; the same rows give the same bytes. Memory is bounded by a row group.</summary>
/// <remarks>
/// A row group is what a random read has to uncompress: small enough for that to take a millisecond or two, large enough for its
/// share of the file's metadata not to matter.
/// </remarks>
sealed class RangeWriter : IDisposable
{
    /// <summary>Bytes of lines and texts after which a row group is written.</summary>
    public const int GroupBytes = 1 << 20;

    readonly SegmentRange _range;
    readonly DurableFile _stream;
    readonly ManagedOutputStream _output;
    readonly ParquetFileWriter _writer;
    readonly ImmutableArray<RangeGroupInfo>.Builder _groups = ImmutableArray.CreateBuilder<RangeGroupInfo>();
    readonly List<int> _segments = [];
    readonly List<int> _rows = [];
    readonly TextColumn _lines = new();
    readonly TextColumn _commits = new();
    readonly TextColumn[] _labels = [.. RangeColumns.ForPeople.Select(_ => new TextColumn())];
    readonly TextColumn _contents = new();
    readonly TextColumn _reasonings = new();
    readonly Dictionary<string, string> _metadata = [];
    FactPosition _last;
    long _count;

    /// <summary>Begins a file.</summary>
    public RangeWriter(string file, SegmentRange range)
    {
        _range = range;
        _last = new(range.First - 1, int.MaxValue);
        _stream = new DurableFile(file);
        _output = new ManagedOutputStream(_stream, leaveOpen: true);
        using var properties = RangeColumns.Properties();
        _writer = new ParquetFileWriter(_output, RangeColumns.All, properties, _metadata);
    }

    /// <summary>Takes the next row.</summary>
    public void Add(RangeRow row)
    {
        var next = row.Position.Segment == _last.Segment ? new FactPosition(_last.Segment, _last.Row + 1) : new(_last.Segment + 1, 0);
        if (row.Position != next) throw new InvalidOperationException($"After row {_last} of a range comes {next}, not {row.Position}.");
        _last = next;
        _segments.Add(next.Segment);
        _rows.Add(next.Row);
        _lines.Add(row.Line);
        _commits.Add(row.Commit.ToString("N"));
        var labels = FactLabels.Of(row.Fact);
        for (var column = 0; column < _labels.Length; column++)
            _labels[column].Add(RangeColumns.ForPeople[column].Of(labels));
        _contents.Add(row.Content);
        _reasonings.Add(row.Reasoning);
        _count++;
        if ((long)_lines.Length + _contents.Length + _reasonings.Length >= GroupBytes) WriteGroup();
    }

    /// <summary>Why the disk refused, which the Parquet writer says in words of its own; null: it did not.</summary>
    public IOException? Refusal => _stream.Refusal;

    /// <summary>Writes what is still held and the file's end, and brings it to the disk.</summary>
    public void Finish()
    {
        if (_last.Segment != _range.Last) throw new InvalidOperationException($"Range {_range} ends at segment {_last.Segment}.");
        if (_segments.Count > 0) WriteGroup();
        var info = new RangeInfo(RangeInfo.Version, _range.First, _range.Last, _count, _groups.ToImmutable());
        _metadata[RangeInfo.Key] = info.ToJson(); // read when the file is closed
        _writer.Close();
        _stream.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _output.Dispose();
        _stream.Dispose();
    }

    void WriteGroup()
    {
        var segments = CollectionsMarshal.AsSpan(_segments);
        var rows = CollectionsMarshal.AsSpan(_rows);
        _groups.Add(new(
            segments[0],
            rows[0],
            segments.Length,
            RangeGroupInfo.HashLines(segments, rows, _lines),
            RangeGroupInfo.HashTexts(_contents, _reasonings),
            RangeGroupInfo.HashTexts(_commits),
            RangeGroupInfo.HashTexts(_labels)));
        using (var group = _writer.AppendRowGroup())
        {
            Write(group, segments);
            Write(group, rows);
            foreach (var column in (ReadOnlySpan<TextColumn>)[_lines, _commits, .. _labels, _contents, _reasonings]) column.Write(group);
        }

        _segments.Clear();
        _rows.Clear();
        foreach (var column in (ReadOnlySpan<TextColumn>)[_lines, _commits, .. _labels, _contents, _reasonings]) column.Clear();
    }

    static void Write(RowGroupWriter group, ReadOnlySpan<int> values)
    {
        using var column = (ColumnWriter<int>)group.NextColumn();
        column.WriteBatch(values);
    }

    sealed class DurableFile(string file) : FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read)
    {
        public IOException? Refusal { get; private set; }

        public override void Write(byte[] array, int offset, int count)
        {
            try
            {
                base.Write(array, offset, count);
            }
            catch (IOException e)
            {
                Refusal ??= e;
                throw;
            }
        }
    }
}
