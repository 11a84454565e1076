using System.Text.Json.Nodes;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Datasets.Publishing;

namespace NaturalThoughts.Data.Tests.Datasets;

/// <summary>413 traces of a real teacher, from the files to a dataset and back.</summary>
public sealed class RealTracesTests : IDisposable
{
    readonly RunFolder _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(DatasetFormat.Parquet, "read_parquet")]
    [InlineData(DatasetFormat.Jsonl, "read_json")]
    public void Publish_RealTraces_ReadBackWordForWord(DatasetFormat format, string reader)
    {
        var rows = Rows();
        var plan = DatasetSample.Plan with { Format = format, Layout = "messages" };
        var parts = DatasetSample.WriteParts(_run.Path, plan, rows, shards: 4);
        var pool = new DistributionCounter(DatasetSample.Schema);
        foreach (var row in rows) pool.Add(row.Features);
        var published = new DatasetPublisher(_run.Path)
            .Publish(DatasetSample.Describe(plan, rows.Count, 4) with { Pool = pool.Result() }, parts).Value;

        Assert.NotNull(published);
        var read = Duck.Read(
            $"select trace_id, question, reasoning, answer, messages[2].content from {reader}('{published.Folder}/data/train-*')")
            .ToDictionary(row => (string)row[0]!, row => row[1..]);
        Assert.Equal(rows.Count, read.Count);
        foreach (var row in rows)
        {
            var reasoning = row.EmittedMode is RowMode.System2 ? row.Reasoning : "";
            Assert.Equal([row.Question.Text, reasoning, row.Answer], read[row.TraceId.ToString()][..3]);
            Assert.Equal(
                row.EmittedMode is RowMode.System2, ((string)read[row.TraceId.ToString()][3]!)
                .StartsWith("<think>\n", StringComparison.Ordinal));
        }
    }

    static List<DatasetRow> Rows()
    {
        var file = SharedData("pcmb/traces.jsonl");
        var rows = File.ReadLines(file).Select((line, number) => RowOf(JsonNode.Parse(line)!, number + 1));
        return [.. rows.DistinctBy(row => row.QuestionId).OrderBy(row => row.QuestionId)];
    }

    static DatasetRow RowOf(JsonNode json, int line)
    {
        var text = (string)json["question"]!;
        return DatasetSample.Row(text, change: row => row with
        {
            Question = row.Question with
            {
                Text = text,
                Id = QuestionId.Of(text),
                Source = "pcmb",
                Reference = (string?)json["answer_letter"]
            },
            Reasoning = (string)json["reasoning"]!,
            Answer = (string)json["answer_text"]!,
            Mode = line % 3 == 0 ? RowMode.System1 : RowMode.System2,
            Origin = new SourceRow(0, "pcmb/traces.jsonl", line),
            Features = DatasetSample.Features(
                ("domain", FeatureValue.Of((string?)json["subject"])),
                ("reasoning_tokens", FeatureValue.Of((double)json["reasoning_tokens"]!)),
                ("response_tokens", FeatureValue.Of((double)json["total_tokens"]!))),
        });
    }

    static string SharedData(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "NaturalThoughts.sln"))) continue;
            foreach (var up in new[] { "../shared/data", "../../shared/data" })
            {
                var file = Path.Combine(folder.FullName, up, name);
                if (File.Exists(file)) return file;
            }
        }

        Assert.Skip($"shared/data/{name} is not here.");
        return name;
    }
}
