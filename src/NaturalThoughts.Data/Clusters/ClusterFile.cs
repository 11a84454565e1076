using System.Globalization;
using NaturalThoughts.Core.Identity;
using ParquetSharp;

namespace NaturalThoughts.Data.Clusters;

/// <summary><c>questions-0000.parquet</c>: the cluster of each question of a shard, ordered by question.</summary>
public static class ClusterFile
{
    const int GroupRows = 1 << 18;

    static readonly Column[] Columns = [new Column<string>("question_id"), new Column<int>("cluster")];

    /// <summary>A shard's file in a clustering's folder.</summary>
    public static string Of(string folder, int shard) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"questions-{shard:0000}.parquet"));

    /// <summary>Writes the clusters of questions; the same ones give the same bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="questions">The questions' ids, ascending.</param>
    /// <param name="clusters">The cluster of each.</param>
    public static void Write(string path, ReadOnlySpan<UInt128> questions, ReadOnlySpan<ushort> clusters)
    {
        using var properties = new WriterPropertiesBuilder().Compression(Compression.Zstd).CreatedBy("NaturalThoughts").Build();
        using var file = new ParquetFileWriter(path, Columns, properties);
        for (var first = 0; first < questions.Length; first += GroupRows)
        {
            var rows = Math.Min(GroupRows, questions.Length - first);
            var ids = new string[rows];
            var numbers = new int[rows];
            for (var row = 0; row < rows; row++)
                (ids[row], numbers[row]) = (new QuestionId(questions[first + row]).ToString(), clusters[first + row]);
            using var group = file.AppendRowGroup();
            using (var column = group.NextColumn().LogicalWriter<string>()) column.WriteBatch(ids);
            using (var column = group.NextColumn().LogicalWriter<int>()) column.WriteBatch(numbers);
        }

        file.Close();
    }

    /// <summary>Reads the clusters of questions.</summary>
    public static IEnumerable<(QuestionId Question, int Cluster)> Read(string path)
    {
        using var file = new ParquetFileReader(path);
        for (var index = 0; index < file.FileMetaData.NumRowGroups; index++)
        {
            using var group = file.RowGroup(index);
            var rows = (int)group.MetaData.NumRows;
            string[] ids;
            int[] clusters;
            using (var column = group.Column(0).LogicalReader<string>()) ids = column.ReadAll(rows);
            using (var column = group.Column(1).LogicalReader<int>()) clusters = column.ReadAll(rows);
            for (var row = 0; row < rows; row++)
                yield return QuestionId.TryParse(ids[row], out var question) ? (question, clusters[row])
                    : throw new InvalidDataException($"{path}: `{ids[row]}` is no question id.");
        }
    }
}
