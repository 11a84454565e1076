using System.Text.Json.Nodes;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Datasets.Layouts;

namespace NaturalThoughts.Data.Tests.Datasets;

/// <summary>What TRL, axolotl and LLaMA-Factory ask of a row.</summary>
public sealed class LayoutTests : IDisposable
{
    static readonly DatasetPlan Switched = DatasetSample.Plan with
    {
        Format = DatasetFormat.Jsonl,
        Think = "detailed thinking on",
        NoThink = "detailed thinking off"
    };

    readonly RunFolder _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Layouts_Columns_NeverMixPromptAndMessages() =>
        Assert.All(DatasetLayout.All, layout => Assert.False(
            layout.Columns.Any(column => column.Name is "prompt") && layout.Columns.Any(column => column.Name is "messages")));

    [Fact]
    public void PromptCompletion_System2_PromptEndsWithTheUser()
    {
        var row = Emit("prompt-completion", RowMode.System2);

        Assert.Equal(["system", "user"], row["prompt"]!.AsArray().Select(turn => (string)turn!["role"]!));
        Assert.Equal("detailed thinking on", (string)row["prompt"]![0]!["content"]!);
        var said = Assert.Single(row["completion"]!.AsArray());
        Assert.Equal("assistant", (string)said!["role"]!);
        Assert.Equal("<think>\nTwo and two make four.\n</think>\n\n4", (string)said["content"]!);
    }

    [Fact]
    public void PromptCompletion_System1_AnswerAloneAndReasoningEmpty()
    {
        var row = Emit("prompt-completion", RowMode.System1);

        Assert.Equal("detailed thinking off", (string)row["prompt"]![0]!["content"]!);
        Assert.Equal("4", (string)row["completion"]![0]!["content"]!);
        Assert.Equal("", (string)row["reasoning"]!);
        Assert.Equal("system-1", (string)row["mode"]!);
    }

    [Fact]
    public void Adaptive_BothModes_ShareOneSystemPrompt()
    {
        var plan = DatasetSample.Plan with { Adaptive = "think if needed" };

        Assert.Equal("think if needed", plan.SystemPrompt(RowMode.System1));
        Assert.Equal("think if needed", plan.SystemPrompt(RowMode.System2));
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("sharegpt")]
    public void LlamaFactory_Conversation_IsReadAsItsConverterDoes(string layout)
    {
        var row = Emit(layout, RowMode.System2);
        var entry = JsonNode.Parse(File.ReadAllText(Path.Combine(_run.Path, "datasets", "mixed", "dataset_info.json")))!["mixed"]!;
        var tags = entry["tags"]!;
        var turns = row[(string)entry["columns"]!["messages"]!]!.AsArray().ToList();

        string? system = entry["columns"]!["system"] is { } column ? (string?)row[(string)column!] : null;
        if (tags["system_tag"] is { } systemTag && (string)turns[0]![(string)tags["role_tag"]!]! == (string)systemTag!)
        {
            system = (string)turns[0]![(string)tags["content_tag"]!]!;
            turns.RemoveAt(0);
        }

        Assert.Equal("detailed thinking on", system);
        Assert.Equal(
            [(string)tags["user_tag"]!, (string)tags["assistant_tag"]!], turns.Select(turn => (string)turn![(string)tags["role_tag"]!]!));
        Assert.StartsWith("<think>\n", (string)turns[1]![(string)tags["content_tag"]!]!);
        Assert.Equal("sharegpt", (string)entry["formatting"]!);
    }

    [Fact]
    public void LlamaFactory_Alpaca_ColumnsAreText()
    {
        var row = Emit("alpaca", RowMode.System1);
        var entry = JsonNode.Parse(File.ReadAllText(Path.Combine(_run.Path, "datasets", "mixed", "dataset_info.json")))!["mixed"]!;

        Assert.Equal("alpaca", (string)entry["formatting"]!);
        Assert.Equal(
            ["What is 2 + 2?", "", "4", "detailed thinking off"],
            new[] { "prompt", "query", "response", "system" }.Select(key => (string)row[(string)entry["columns"]![key]!]!));
    }

    [Fact]
    public void LlamaFactory_PromptCompletion_HasNoEntryThatWouldLoseTheReasoning()
    {
        Emit("prompt-completion", RowMode.System2);

        Assert.False(File.Exists(Path.Combine(_run.Path, "datasets", "mixed", "dataset_info.json")));
    }

    [Fact]
    public void LlamaFactory_Validation_HasAFolderOfItsOwn()
    {
        var folder = DatasetSample.Publish(_run.Path, DatasetSample.Plan with { Layout = "messages" }, DatasetSample.Rows(60));
        var info = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "dataset_info.json")))!;

        Assert.All(Directory.GetFiles(Path.Combine(folder, (string)info["mixed"]!["file_name"]!)), file => Assert.Contains("train-", file));
        Assert.All(Directory.GetFiles(Path.Combine(folder, (string)info["mixed-validation"]!["file_name"]!)), file =>
            Assert.Contains("validation-", file));
    }

    [Theory]
    [InlineData("R", "A", "<think>\nR\n</think>\n\nA")]
    [InlineData("\nR\n\n", "\n\nA\n", "<think>\nR\n</think>\n\nA")]
    [InlineData("  R", "A  ", "<think>\n  R\n</think>\n\nA  ")]
    public void Think_LineBreaksAtTheEdges_AreAlwaysTheSame(string reasoning, string answer, string expected) =>
        Assert.Equal(expected, Exchange.Think(reasoning, answer));

    [Fact]
    public void Think_BrokenOffBeforeAnAnswer_StaysOpen() => Assert.Equal("<think>\nFirst, le", Exchange.Think("First, le", null));

    JsonNode Emit(string layout, RowMode mode)
    {
        var folder = DatasetSample.Publish(
            _run.Path, Switched with { Layout = layout }, [DatasetSample.Row(change: row => row with { Mode = mode })], shards: 1);
        return JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "data", "train-00000-of-00001.jsonl")))!;
    }
}
