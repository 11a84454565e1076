using NaturalThoughts.Core.Features;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Datasets.Publishing;

namespace NaturalThoughts.Data.Tests.Datasets;

public sealed class ParquetPartTests : IDisposable
{
    const string Messages = "STRUCT(\"role\" VARCHAR, \"content\" VARCHAR)[]";

    static readonly string[] Flat =
        ["question", "reasoning", "answer", "reference_answer", "mode", "finish_reason", "source", "question_id", "trace_id"];

    readonly RunFolder _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("prompt-completion", $"prompt {Messages}|completion {Messages}")]
    [InlineData("messages", $"messages {Messages}")]
    [InlineData("sharegpt", "conversations STRUCT(\"from\" VARCHAR, \"value\" VARCHAR)[]|system VARCHAR")]
    [InlineData("alpaca", "instruction VARCHAR|input VARCHAR|output VARCHAR|system VARCHAR")]
    public void Add_EachLayout_HasItsColumnsThenTheFlatOnes(string layout, string expected)
    {
        var file = Write(DatasetSample.Plan with { Layout = layout }, [DatasetSample.Row()]);

        string[] all = [.. expected.Split('|'), .. Flat.Select(name => $"{name} VARCHAR")];
        Assert.Equal(all, Duck.Columns(file).Select(column => $"{column.Name} {column.Type.Replace("\"\"", "\"")}"
            .Replace("STRUCT(role", "STRUCT(\"role\"").Replace(", content", ", \"content\"")));
    }

    [Fact]
    public void Add_AllValuesNull_ColumnsKeepTheirTypes()
    {
        var row = DatasetSample.Row(change: row =>
            row with { Features = DatasetSample.Features(), FinishReason = null, Selected = new(1) });
        Write(DatasetSample.Plan, [row with { Question = row.Question with { Reference = null, License = null } }]);
        var types = Duck.Columns(Staged("metadata-train-00000.parquet")).ToDictionary(column => column.Name, column => column.Type);

        foreach (var column in DatasetSample.Schema.Columns.Where(column => column.Name is not ("sample" or "license")))
            Assert.Equal(
                column.Kind switch { FeatureKind.Flag => "BOOLEAN", FeatureKind.Text => "VARCHAR", _ => "DOUBLE" }, types[column.Name]);
        Assert.Equal("VARCHAR", types["response_file"]);
        Assert.Equal("BIGINT", types["response_row"]);
        Assert.Equal("VARCHAR", types["selection_stratum"]);
        Assert.Equal("DOUBLE", types["selection_weight"]);
        Assert.Equal("BIGINT", types["sample"]);
        var nulls = Duck.Read(
            $"""
            select correct, verbosity, topic, response_file, response_row, license, selection_weight
            from '{Staged("metadata-train-00000.parquet")}'
            """);
        Assert.All(Assert.Single(nulls), Assert.Null);
    }

    [Fact]
    public void Add_ImportedNumberNamedLikeAColumn_GetsANameOfItsOwn()
    {
        var row = DatasetSample.Row(change: row =>
            row with { Features = DatasetSample.Features(("license", FeatureValue.Of(2.5)), ("stars", FeatureValue.Of(4))) });
        Write(DatasetSample.Plan, [row]);

        var values = Duck.Read($"select license, feature_license, stars from '{Staged("metadata-train-00000.parquet")}'");
        Assert.Equal(["Apache-2.0", 2.5, 4.0], Assert.Single(values));
    }

    [Fact]
    public void Add_FlagsNumbersAndLineage_ReadBackAsTheyWere()
    {
        var row = DatasetSample.Row(sample: 2, change: row => row with
        {
            ResponseOrigin = new(1, "r1.jsonl", 12),
            Features = DatasetSample.Features(
                ("correct", FeatureValue.Of(true)), ("disagree", FeatureValue.Of(false)), ("verbosity", FeatureValue.Of(3.7)),
                    ("domain", FeatureValue.Of("Law"))),
        });
        Write(DatasetSample.Plan, [row]);

        var values = Duck.Read(
            $"""
            select sample, model, mode, correct, disagree, verbosity, domain, pass_rate, source, question_file, question_row,
                   response_file, response_row, selection, selection_seed, selection_key, selection_weight, selection_stratum, trace_id
            from '{Staged("metadata-train-00000.parquet")}'
            """);
        Assert.Equal(
            [
                2L, "teacher-1", "system-2", true, false, 3.7, "Law", null, "arithmetic", "questions.jsonl", 3L, "r1.jsonl", 12L,
                "strat", "18446744073709551615", -0.25, 0.5, "Science", row.TraceId.ToString(),
            ],
            Assert.Single(values));
    }

    [Fact]
    public void Add_MoreThanARowGroup_KeepsOrderAcrossRowGroups()
    {
        var filler = new string('x', 3 << 20);
        var rows = DatasetSample.Rows(12)
            .Select(row => row with { Reasoning = filler + row.TraceId, Mode = RowMode.System2, Split = DatasetSplit.Train }).ToList();
        var file = Write(DatasetSample.Plan, rows);

        Assert.True((long)Duck.Read($"select count(distinct row_group_id) from parquet_metadata('{file}')")[0][0]! > 1);
        Assert.Equal(
            rows.Select(row => (object)row.TraceId.ToString()), Duck.Read($"select trace_id from '{file}'").Select(row => row[0]));
        Assert.Equal(
            rows.Select(row => (object)$"<think>\n{row.Reasoning}\n</think>\n\n{row.Answer}"),
            Duck.Read($"select completion[1].content from '{file}'").Select(row => row[0]));
    }

    [Fact]
    public void Add_ParquetFile_NamesNoWriterVersionAndUsesZstd()
    {
        var file = Write(DatasetSample.Plan, DatasetSample.Rows(40));

        Assert.Equal("NaturalThoughts", Duck.Read($"select created_by from parquet_file_metadata('{file}')")[0][0]);
        Assert.Equal([["ZSTD"]], Duck.Read($"select distinct compression from parquet_metadata('{file}')"));
    }

    string Write(DatasetPlan plan, IEnumerable<DatasetRow> rows)
    {
        var part = DatasetSample.WritePart(_run.Path, plan, rows, shard: 0);
        return Path.Combine(DatasetFolders.Staging(_run.Path, plan, DatasetSample.Snapshot), part.Files[0].Name);
    }

    string Staged(string name) => Path.Combine(DatasetFolders.Staging(_run.Path, DatasetSample.Plan, DatasetSample.Snapshot), name);
}
