using System.Diagnostics;
using System.Text.Json.Nodes;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Pairs;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Datasets.Layouts;

namespace NaturalThoughts.Data.Tests.Datasets;

/// <summary>Every layout, mode and format as the training tools read it: the same conversation comes out of each.</summary>
public sealed class TrainingToolTests : IDisposable
{
    const string Question = "What is 2 + 2?";
    const string Thought = "<think>\nTwo and two make four.\n</think>\n\n4";

    readonly RunFolder _run = new();

    public static IEnumerable<TheoryDataRow<string, string, DatasetFormat>> Shapes() =>
        from layout in DatasetLayout.All
        from shape in new[] { "system-2", "system-1", "pairs", "plain" }
        from format in new[] { DatasetFormat.Parquet, DatasetFormat.Jsonl }
        select new TheoryDataRow<string, string, DatasetFormat>(layout.Name, shape, format);

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Row_AnyShape_IsReadByTheToolsTheCardNames(string layout, string shape, DatasetFormat format)
    {
        var (row, plan, folder) = Emit(layout, shape, format);
        var taken = new Taken(
            shape switch { "system-1" => "detailed thinking off", "plain" => null, _ => "detailed thinking on" },
            Question, shape is "system-1" ? "4" : Thought, shape is "pairs" ? "<think>\nI guess.\n</think>\n\n5" : null);
        var form = DatasetLayout.Of(plan);

        if (form.TrlPreparation is "") Assert.Equal(taken, TrainingTools.Trl(row));
        else Assert.Equal(taken, TrainingTools.Trl(Prepared(form.TrlPreparation, row)));
        // axolotl does not see a system prompt that stands apart.
        var byAxolotl = layout is "sharegpt" or "alpaca" ? taken with { System = null }
            : layout is "prompt-completion" && shape is not "pairs" ? null : taken;
        Assert.Equal(byAxolotl, TrainingTools.Axolotl(row, form));
        var info = Path.Combine(folder, "dataset_info.json");
        var entry = File.Exists(info) ? JsonNode.Parse(File.ReadAllText(info))!["mixed"] : null;
        var reads = layout is "sharegpt" or "alpaca" || (layout is "messages" && shape is not "pairs");
        Assert.Equal(reads ? taken : null, TrainingTools.LlamaFactory(row, entry));
        Assert.True(entry is null || Directory.Exists(Path.Combine(folder, (string)entry["file_name"]!)));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Row_AnyShape_AddsItsColumnsForPeople(string layout, string shape, DatasetFormat format)
    {
        var (row, _, _) = Emit(layout, shape, format);
        Assert.Equal(
            (shape is "system-1" ? "system-1" : "system-2", shape is "system-1" ? "" : "Two and two make four.", "4"),
            ((string)row["mode"]!, (string)row["reasoning"]!, (string)row["answer"]!));
        Assert.Equal(shape is "pairs", row.ContainsKey("rejected_trace_id"));
        if (shape is not "pairs") return;
        Assert.Equal(("correct", Rejected.TraceId.ToString()), ((string)row["pair"]!, (string)row["rejected_trace_id"]!));
    }

    static RejectedTrace Rejected =>
        new(TraceId.Of(QuestionId.Of(Question), Digest.Of("other"), 0), PairKind.Correct, "teacher-2", 7, "I guess.", "5");

    (JsonObject Row, DatasetPlan Plan, string Folder) Emit(string layout, string shape, DatasetFormat format)
    {
        var prompts = shape is not "plain";
        var plan = DatasetSample.Plan with
        {
            Layout = layout,
            Format = format,
            Think = prompts ? "detailed thinking on" : null,
            NoThink = prompts ? "detailed thinking off" : null,
            Pairs = shape is "pairs" ? "both" : null,
        };
        var row = DatasetSample.Row(change: row => row with
        {
            Mode = shape is "system-1" ? RowMode.System1 : RowMode.System2,
            Rejected = shape is "pairs" ? Rejected : null,
        });
        var folder = DatasetSample.Publish(_run.Path, plan, [row], shards: 1);
        var file = Directory.GetFiles(Path.Combine(folder, "data")).Single();
        var json = format is DatasetFormat.Jsonl
            ? File.ReadAllText(file)
            : (string)Duck.Read($"select to_json(t)::varchar from read_parquet('{file}') t")[0][0]!;
        return (JsonNode.Parse(json)!.AsObject(), plan, folder);
    }

    // The card's own lines, run on the row as the library `datasets` would.
    static JsonObject Prepared(string lines, JsonObject row)
    {
        var script = $$"""
            import json, sys

            class Dataset:
                def __init__(self, row):
                    self.row = row
                    self.column_names = list(row)
                def map(self, change, remove_columns):
                    kept = {name: value for name, value in self.row.items() if name not in remove_columns}
                    return Dataset({**kept, **change(self.row)})

            dataset = Dataset(json.load(sys.stdin))
            {{lines}}
            print(json.dumps(dataset.row))
            """;
        var start = new ProcessStartInfo("python3", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var python = Start(start);
        python.StandardInput.Write(row.ToJsonString());
        python.StandardInput.Close();
        var said = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        Assert.Equal(0, python.ExitCode);
        return JsonNode.Parse(said)!.AsObject();
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no python3 here to run the card's lines.");
            throw;
        }
    }
}
