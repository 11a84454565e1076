using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Selection;
using ParquetSharp;

namespace NaturalThoughts.Data.Selections;

/// <summary><c>selection.parquet</c>: what a recipe picked, one row a trace, ordered by question and trace.</summary>
public static class SelectionFile
{
    /// <summary>The file's name in a selection's folder.</summary>
    public const string Name = "selection.parquet";

    const int GroupRows = 1 << 18;

    static readonly Column[] Columns =
    [
        new Column<string>("question_id"),
        new Column<string>("trace_id"),
        new Column<double>("key"),
        new Column<double>("weight"),
        new Column<string>("stratum"),
    ];

    /// <summary>Writes a selection as it comes; memory is bounded by a row group.</summary>
    /// <param name="path">The file.</param>
    /// <param name="selected">The traces, in order.</param>
    public static async Task WriteAsync(string path, IAsyncEnumerable<SelectedTrace> selected)
    {
        using var properties = new WriterPropertiesBuilder().Compression(Compression.Zstd).CreatedBy("NaturalThoughts").Build();
        using var file = new ParquetFileWriter(path, Columns, properties);
        await foreach (var group in selected.Chunk(GroupRows))
        {
            using var rows = file.AppendRowGroup();
            Put(rows, group, row => row.Question.ToString());
            Put(rows, group, row => row.Trace.ToString());
            Put(rows, group, row => row.Key);
            Put(rows, group, row => row.Weight);
            Put(rows, group, row => row.Stratum.Value);
        }

        file.Close();
    }

    /// <summary>Reads a selection; rows of snapshots are not kept and read as -1.</summary>
    public static IEnumerable<SelectedTrace> Read(string path)
    {
        foreach (var rows in Groups(path))
        {
            var count = (int)rows.MetaData.NumRows;
            var questions = Get<string>(rows, 0, count);
            var traces = Get<string>(rows, 1, count);
            var keys = Get<double>(rows, 2, count);
            var weights = Get<double>(rows, 3, count);
            var strata = Get<string?>(rows, 4, count);
            for (var row = 0; row < count; row++)
                yield return new(
                    TraceOf(traces[row], path), QuestionOf(questions[row], path), -1, keys[row], weights[row], new(strata[row]));
        }
    }

    /// <summary>Reads which traces a selection holds, and nothing else.</summary>
    public static IEnumerable<(TraceId Trace, QuestionId Question)> ReadIds(string path)
    {
        foreach (var rows in Groups(path))
        {
            var count = (int)rows.MetaData.NumRows;
            var questions = Get<string>(rows, 0, count);
            var traces = Get<string>(rows, 1, count);
            for (var row = 0; row < count; row++) yield return (TraceOf(traces[row], path), QuestionOf(questions[row], path));
        }
    }

    static IEnumerable<RowGroupReader> Groups(string path)
    {
        using var file = new ParquetFileReader(path);
        for (var group = 0; group < file.FileMetaData.NumRowGroups; group++)
        {
            using var rows = file.RowGroup(group);
            yield return rows;
        }
    }

    static void Put<T>(RowGroupWriter rows, SelectedTrace[] group, Func<SelectedTrace, T> value)
    {
        using var column = rows.NextColumn().LogicalWriter<T>();
        column.WriteBatch(Array.ConvertAll(group, row => value(row)));
    }

    static T[] Get<T>(RowGroupReader rows, int column, int count)
    {
        using var reader = rows.Column(column).LogicalReader<T>();
        return reader.ReadAll(count);
    }

    static TraceId TraceOf(string text, string path) =>
        TraceId.TryParse(text, out var id) ? id : throw new InvalidDataException($"{path}: `{text}` is no trace id.");

    static QuestionId QuestionOf(string text, string path) =>
        QuestionId.TryParse(text, out var id) ? id : throw new InvalidDataException($"{path}: `{text}` is no question id.");
}
