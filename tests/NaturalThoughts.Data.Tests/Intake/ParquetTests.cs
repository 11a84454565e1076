using System.Collections.Immutable;
using DuckDB.NET.Data;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using ParquetSharp;

namespace NaturalThoughts.Data.Tests.Intake;

public sealed class ParquetTests : IDisposable
{
    readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public async Task Read_NestedRowsByDuckDb_MapLikeJson()
    {
        Duck("""
            COPY (SELECT 'q' || i AS question,
                         ['x' || i, 'y'] AS options,
                         {'answer': 'A', 'score': i * 0.5, 'when': DATE '2024-01-02', 'big': 12.34::DECIMAL(20,2)} AS meta,
                         [{'model': 'm1', 'text': 'r' || i, 'tokens': i}, {'model': 'm2', 'text': NULL, 'tokens': NULL}] AS responses,
                         CASE WHEN i % 2 = 0 THEN 'even' ELSE 'odd' END AS parity,
                         MAP {'k': i} AS extras,
                         repeat('unread', 1000) AS ballast
                  FROM range(3000) t(i)) TO 'FILE' (FORMAT parquet, ROW_GROUP_SIZE 2048)
            """);
        var rows = await _sample.Read(new SourceSpec
        {
            Path = "rows.parquet",
            Name = "duck",
            Columns = new()
            {
                Options = "options",
                Reference = "meta.answer",
                Domain = "parity",
                Responses =
                [
                    new() { Role = ModelRole.Teacher, Each = "responses", ModelColumn = "model", Content = "text", Tokens = "tokens" },
                ],
            },
            Features = Features(("score", "meta.score"), ("k", "extras.k"), ("big", "meta.big")),
        });

        Assert.Equal(3000, rows.Count);
        Assert.Equal(Enumerable.Range(1, 3000).Select(row => (long)row), rows.Select(row => row.Intake.Origin.Row));
        var question = rows[2100].Intake.Question!;
        Assert.Equal("q2100\n\nA. x2100\nB. y", question.Text);
        Assert.Equal(("A", "even"), (question.Reference, question.Labels["domain"]));
        Assert.Equal((1050, 2100, 12.34), (question.Scores["score"], question.Scores["k"], question.Scores["big"]));
        var said = rows[2100].Response();
        Assert.Equal(("m1", "r2100", 2100), (said.Model, said.Content, said.Usage?.Completion));
        Assert.Equal(("m2", "empty-response"), (rows[2100].Attempt(1).Model, rows[2100].Attempt(1).Failure.Reason));
    }

    [Fact]
    public async Task Read_ColumnsByParquetSharp_NullsAndNumbers()
    {
        Column[] columns = [new Column<string?>("question"), new Column<double?>("score"), new Column<long>("n"), new Column<bool>("flag")];
        using (var file = new ParquetFileWriter(Path.Combine(_sample.Folder, "rows.parquet"), columns))
        {
            using var group = file.AppendRowGroup();
            using (var column = group.NextColumn().LogicalWriter<string?>()) column.WriteBatch(["a", null, "c"]);
            using (var column = group.NextColumn().LogicalWriter<double?>()) column.WriteBatch([1.5, double.NaN, null]);
            using (var column = group.NextColumn().LogicalWriter<long>()) column.WriteBatch([1, 2, 3]);
            using (var column = group.NextColumn().LogicalWriter<bool>()) column.WriteBatch([true, false, true]);
            file.Close();
        }

        var features = Features(("score", "score"), ("n", "n"), ("flag", "flag"));
        var rows = await _sample.Read(Sample.Source() with { Path = "rows.parquet", Features = features });
        Assert.Equal(["1:a", "2:missing-question", "3:c"], rows.Outcomes());
        Assert.Equal([("flag", 1), ("n", 1), ("score", 1.5)], rows[0].Intake.Question!.Scores.Select(score => (score.Key, score.Value)));
        Assert.Equal(["flag", "n"], rows[2].Intake.Question!.Scores.Keys);
    }

    [Fact]
    public async Task Read_WithoutTheQuestionsColumn_NamesThoseThereAre()
    {
        Duck("COPY (SELECT 'x' AS prompt, 1 AS n) TO 'FILE' (FORMAT parquet)");
        var row = Assert.Single(await _sample.Read(Sample.Source() with { Path = "rows.parquet" }));
        Assert.Equal("missing-question", row.Intake.Rejected?.Reason);
        Assert.Contains("`prompt`, `n`", row.Intake.Rejected?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NoRows_GivesNone()
    {
        Duck("COPY (SELECT 'x' AS question WHERE false) TO 'FILE' (FORMAT parquet)");
        Assert.Empty(await _sample.Read(Sample.Source() with { Path = "rows.parquet" }));
    }

    [Fact]
    public async Task Read_RowOverTheLimit_IsADeadLetter()
    {
        Duck("COPY (SELECT repeat('x', CASE WHEN i = 1 THEN 5000 ELSE 1 END) AS question FROM range(3) t(i)) TO 'FILE' (FORMAT parquet)");
        var rows = await _sample.Read(Sample.Source() with { Path = "rows.parquet" }, maxRowBytes: 1000);
        Assert.Equal(["1:x", "2:row-too-long", "3:x"], rows.Outcomes());
    }

    [Theory]
    [InlineData(0.5, "truncated-file")]
    [InlineData(0.0001, "truncated-file")]
    public async Task Read_Cut_IsOneDeadLetter(double share, string reason)
    {
        Duck("COPY (SELECT 'q' || i AS question FROM range(5000) t(i)) TO 'FILE' (FORMAT parquet)");
        var path = Path.Combine(_sample.Folder, "rows.parquet");
        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..Math.Max(4, (int)(whole.Length * share))]);
        Assert.Equal([$"1:{reason}"], (await _sample.Read(Sample.Source() with { Path = "rows.parquet" })).Outcomes());
    }

    [Fact]
    public async Task Read_DamagedRowGroup_IsPassedOver()
    {
        Duck("COPY (SELECT md5(i::VARCHAR) AS question FROM range(6144) t(i)) TO 'FILE' (FORMAT parquet, ROW_GROUP_SIZE 2048)");
        var path = Path.Combine(_sample.Folder, "rows.parquet");
        var whole = File.ReadAllBytes(path);
        whole.AsSpan(whole.Length / 2, 4000).Fill(0xFF);
        File.WriteAllBytes(path, whole);

        var rows = await _sample.Read(Sample.Source() with { Path = "rows.parquet" });
        var bad = Assert.Single(rows, row => row.Intake.Rejected is not null);
        Assert.Equal("corrupt-file", bad.Intake.Rejected!.Reason);
        Assert.Contains("4096", bad.Intake.Rejected.Detail, StringComparison.Ordinal);
        Assert.Equal(6144, rows[^1].Intake.Origin.Row);
        Assert.True(rows.Count >= 4097, $"{rows.Count} rows");
    }

    static ImmutableSortedDictionary<string, string> Features(params (string Name, string Path)[] features) =>
        ImmutableSortedDictionary.CreateRange(features.Select(feature => KeyValuePair.Create(feature.Name, feature.Path)));

    void Duck(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql.Replace("FILE", Path.Combine(_sample.Folder, "rows.parquet"), StringComparison.Ordinal);
        command.ExecuteNonQuery();
    }
}
