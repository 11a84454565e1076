using System.Text;
using System.Text.Json;
using NaturalThoughts.Data.Datasets;

namespace NaturalThoughts.Data.Tests.Datasets;

public sealed class JsonlPartTests : IDisposable
{
    readonly RunFolder _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Add_HostileText_ReadsBackWithLoneSurrogatesReplaced()
    {
        const string hostile = "<script>alert(1)</script> | `x` \\ \" \u0000\u0001\u2028 é 漢 😀 \uD800 end\uDC00";
        var row = DatasetSample.Row(change: row => row with { Reasoning = hostile, Answer = hostile, FinishReason = null });
        var text = ReadAll("data", DatasetSample.Plan with { Format = DatasetFormat.Jsonl }, row);

        var expected = hostile.Replace("\uD800", "\uFFFD").Replace("\uDC00", "\uFFFD");
        using var json = JsonDocument.Parse(Assert.Single(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(expected, json.RootElement.GetProperty("answer").GetString());
        Assert.Equal(
            $"<think>\n{expected}\n</think>\n\n{expected}", json.RootElement.GetProperty("completion")[0].GetProperty("content")
            .GetString());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("finish_reason").ValueKind);
        Assert.Contains("<script>alert(1)</script> | `x`", text);
        Assert.Contains("é 漢", text);
    }

    [Fact]
    public void Add_NoValues_EveryColumnStandsInEveryLine()
    {
        var text = ReadAll(
            "metadata", DatasetSample.Plan with { Format = DatasetFormat.Jsonl },
            DatasetSample.Row(change: row => row with { Selected = new(double.PositiveInfinity) }));

        using var json = JsonDocument.Parse(text);
        var names = json.RootElement.EnumerateObject().Select(property => property.Name).ToList();
        Assert.All(DatasetSample.Schema.Columns.Where(column => column.Name != "license"), column => Assert.Contains(column.Name, names));
        Assert.Contains("feature_license", names);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("selection_key").ValueKind);
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public void Add_HostileTextInParquet_IsTheSameAsInJsonl()
    {
        const string hostile = "\u0000 \uDBFF | 😀 \r\n\t";
        var row = DatasetSample.Row(change: row => row with { Answer = hostile });
        var folder = DatasetSample.Publish(_run.Path, DatasetSample.Plan, [row], shards: 1);

        var answer = (string)Duck.Read($"select hex(encode(answer)) from '{folder}/data/*.parquet'")[0][0]!;
        Assert.Equal(hostile.Replace("\uDBFF", "\uFFFD"), Encoding.UTF8.GetString(Convert.FromHexString(answer)));
    }

    string ReadAll(string folder, DatasetPlan plan, DatasetRow row) =>
        File.ReadAllText(Path.Combine(DatasetSample.Publish(_run.Path, plan, [row], shards: 1), folder, "train-00000-of-00001.jsonl"));
}
