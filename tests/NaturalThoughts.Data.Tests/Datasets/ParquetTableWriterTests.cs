using System.Collections.Immutable;
using NaturalThoughts.Data.Datasets.Tables;

namespace NaturalThoughts.Data.Tests.Datasets;

public sealed class ParquetTableWriterTests : IDisposable
{
    static readonly ImmutableArray<DatasetColumn> Columns =
    [
        DatasetColumn.Text("text"),
        new("integer", ColumnType.Integer),
        new("real", ColumnType.Real),
        new("flag", ColumnType.Flag),
        DatasetColumn.Turns("turns", "role", "content"),
    ];

    readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(1 << 20)]
    public void Append_RowGroupsOfAnySize_KeepEveryValueAndNull(long rowGroupBytes)
    {
        var path = Path.Combine(_folder.Path, "t.parquet");
        using (var stream = File.Create(path))
        using (var writer = new ParquetTableWriter(Columns, stream, rowGroupBytes))
        {
            for (var row = 0; row < 100; row++) writer.Append(Cells(row));
            writer.Finish();
        }

        var read = Duck.Read($"select text, integer, real, flag, len(turns), turns[1].content from '{path}' order by file_row_number");
        Assert.Equal(100, read.Count);
        for (var row = 0; row < 100; row++)
        {
            Assert.Equal(
                [
                    row % 3 == 0 ? null : $"text é {row}", row % 4 == 0 ? null : (long)row, row % 5 == 0 ? null : row / 2.0,
                    row % 7 == 0 ? null : row % 2 == 0, (long)(row % 3), row % 3 == 0 ? null : $"turn {row}",
                ],
                read[row]);
        }
    }

    static Cell[] Cells(int row) =>
    [
        Cell.Of(row % 3 == 0 ? null : $"text é {row}"),
        row % 4 == 0 ? default : Cell.Of(row),
        Cell.Of(row % 5 == 0 ? null : row / 2.0),
        Cell.Of(row % 7 == 0 ? null : row % 2 == 0),
        Cell.Of([.. Enumerable.Range(0, row % 3).Select(_ => new Turn("user", $"turn {row}"))]),
    ];
}
