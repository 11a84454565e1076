using System.Text.Json;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Log.Storage;
using ParquetSharp;

namespace NaturalThoughts.Data.Log.Ranges;

/// <summary>Reads a range's file by row groups, each checked. Holds the file until it is disposed; not for concurrent use.</summary>
sealed class RangeReader : IDisposable
{
    readonly string _file;
    readonly ParquetFileReader _reader;
    readonly IDisposable _held;

    RangeReader(string file, RangeInfo info, ParquetFileReader reader, IDisposable held) =>
        (_file, Info, _reader, _held) = (file, info, reader, held);

    /// <summary>What the file says about itself.</summary>
    public RangeInfo Info { get; }

    /// <summary>How many row groups it has.</summary>
    public int Groups => Info.Groups.Length;

    /// <summary>Opens a range's file; null: it is not there, or not any more.</summary>
    /// <exception cref="LogDamageException">It is no range of these numbers.</exception>
    public static RangeReader? TryOpen(string file, SegmentRange range)
    {
        var held = HeldFiles.Hold(file);
        try
        {
            var reader = Decode(file, () => new ParquetFileReader(file));
            if (reader is null) return null;
            var opened = new RangeReader(file, ReadInfo(file, range, reader), reader, held);
            held = null;
            return opened;
        }
        finally
        {
            held?.Dispose();
        }
    }

    /// <summary>The row group in which a position is, if it is anywhere in the range.</summary>
    public int GroupOf(FactPosition position)
    {
        var (low, high) = (0, Groups - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Info.Groups[middle].Start.CompareTo(position) <= 0) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    /// <summary>The position behind a row group's last row.</summary>
    public FactPosition After(int group) => group + 1 < Groups ? Info.Groups[group + 1].Start : new(Info.Last + 1, 0);

    /// <summary>Reads a row group; null: the file has gone.</summary>
    /// <param name="group">0-based number.</param>
    /// <param name="texts">Whether to read contents and reasonings too.</param>
    public RangeGroup? TryRead(int group, bool texts) => Decode(_file, () =>
    {
        using var rows = _reader.RowGroup(group);
        var info = Info.Groups[group];
        var (segments, numbers) = (Numbers(rows, RangeColumns.Segment), Numbers(rows, RangeColumns.Row));
        var lines = TextColumn.Read(rows, RangeColumns.Line);
        if (segments.Length != info.Rows || lines.Rows != info.Rows || numbers.Length != info.Rows)
            throw LogDamageException.Altered(_file, $"Row group {group} should have {info.Rows} rows and has {lines.Rows}.");
        if (RangeGroupInfo.HashLines(segments, numbers, lines) != info.Lines) throw Checksum(group, "lines");
        var (contents, reasonings) = !texts ? (null, null)
            : (TextColumn.Read(rows, RangeColumns.Content), TextColumn.Read(rows, RangeColumns.Reasoning));
        if (texts && RangeGroupInfo.HashTexts(contents!, reasonings!) != info.Texts) throw Checksum(group, "texts");
        return new RangeGroup(_file, segments, numbers, lines, contents, reasonings);
    });

    /// <summary>The commit ids of a row group's rows; null: the file has gone.</summary>
    public Guid[]? TryReadCommits(int group) => Decode(_file, () =>
    {
        using var rows = _reader.RowGroup(group);
        var commits = TextColumn.Read(rows, RangeColumns.Commit);
        if (RangeGroupInfo.HashTexts(commits) != Info.Groups[group].Commits) throw Checksum(group, "commit ids");
        return Enumerable.Range(0, commits.Rows).Select(row => Guid.ParseExact(commits.Text(row)!, "N")).ToArray();
    });

    /// <summary>The columns of a row group that follow from its lines, as people see them; null: the file has gone.</summary>
    public TextColumn[]? TryReadLabels(int group) => Decode(_file, () =>
    {
        using var rows = _reader.RowGroup(group);
        var labels = new TextColumn[RangeColumns.ForPeople.Length];
        for (var column = 0; column < labels.Length; column++) labels[column] = TextColumn.Read(rows, RangeColumns.FirstForPeople + column);
        return RangeGroupInfo.HashTexts(labels) == Info.Groups[group].Labels ? labels : throw Checksum(group, "columns for people");
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _held.Dispose();
    }

    static RangeInfo ReadInfo(string file, SegmentRange range, ParquetFileReader reader)
    {
        try
        {
            var metadata = reader.FileMetaData;
            if (!metadata.KeyValueMetadata.TryGetValue(RangeInfo.Key, out var json))
                throw LogDamageException.Altered(file, $"The file has no metadata `{RangeInfo.Key}`: it is no range of a log.");
            var info = RangeInfo.Parse(json);
            if (info.Format != RangeInfo.Version)
                throw new LogDamageException(new(
                    $"The range has format {info.Format}.",
                    file,
                    Expected: $"format {RangeInfo.Version}",
                    Fix: SegmentFormat.OtherVersion));
            if (info.First != range.First || info.Last != range.Last)
                throw LogDamageException.Altered(file, $"The file says it holds segments {info.First} to {info.Last}.");
            if (info.Groups.Length != metadata.NumRowGroups || info.Groups.Sum(group => (long)group.Rows) != info.Rows
                || info.Groups is [] || info.Groups[0].Start != new FactPosition(range.First, 0) || !HasColumns(metadata.Schema))
                throw LogDamageException.Altered(file, "The file's metadata contradict themselves.");
            return info;
        }
        catch (Exception e)
        {
            reader.Dispose();
            if (e is JsonException) throw LogDamageException.Altered(file, $"The file's metadata cannot be read: {e.Message}", cause: e);
            throw;
        }
    }

    static bool HasColumns(SchemaDescriptor schema) => schema.NumColumns == RangeColumns.All.Length
        && RangeColumns.All.Select((column, index) => schema.Column(index).Name == column.Name).All(same => same);

    static int[] Numbers(RowGroupReader rows, int index)
    {
        var numbers = new List<int>();
        using var column = (ColumnReader<int>)rows.Column(index);
        var values = new int[4096];
        while (column.HasNext)
        {
            column.ReadBatch(values.Length, values, out var read);
            numbers.AddRange(values.AsSpan(0, (int)read));
        }

        return [.. numbers];
    }

    LogDamageException Checksum(int group, string what) =>
        LogDamageException.Altered(_file, $"The checksum of the {what} of row group {group} is wrong.");

    // What the decoder makes of a file that was altered, or that went away under it.
    static T? Decode<T>(string file, Func<T> read) where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is ParquetException or InvalidCastException or FormatException or OverflowException
            || e.GetType() == typeof(Exception))
        {
            if (!File.Exists(file)) return null;
            throw LogDamageException.Altered(file, $"The range cannot be read as Parquet: {Intake.ErrorText.Plain(e.Message)}", cause: e);
        }
    }
}
