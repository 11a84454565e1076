using System.Text.Json.Nodes;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Pairs;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Datasets.Publishing;

namespace NaturalThoughts.Data.Tests.Datasets;

/// <summary>Datasets of preference pairs: what of a selection becomes no row is counted, in manifest and card.</summary>
public sealed class PairDatasetTests : IDisposable
{
    static readonly DatasetPlan Pairs = DatasetSample.Plan with { Pairs = "both" };

    readonly RunFolder _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Publish_TracesThatMakeNoPair_AddUpInManifestAndCard()
    {
        var published = Publish(DatasetSample.Rows(30), selected: 37);

        Assert.NotNull(published.Value);
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(published.Value.Folder, "manifest.json")))!;
        Assert.Equal(
            """{"kind":"both","correct":20,"shorter":10,"left_out_not_correct":4,"left_out_no_partner":3}""",
            manifest["pairs"]!.ToJsonString());
        var card = File.ReadAllText(Path.Combine(published.Value.Folder, "README.md"));
        Assert.Contains("| + left out, not known to be correct | 4 |", card);
        Assert.Contains("| + left out, no trace to be preferred to | 3 |", card);
        Assert.Contains("an incorrect one in\n20 rows, in 10 rows the longest correct one", card);
        Assert.Contains("DPOTrainer", card);
        Assert.Contains("- dpo\n", card);
        Assert.DoesNotContain("SFTTrainer", card);
        Assert.Equal(
            [20L, 30L], Duck.Read($"""
                select count(*) filter(pair = 'correct'), count(rejected_response_tokens) from '{published.Value.Folder}/metadata/*.parquet'
                """)[0].Select(Convert.ToInt64));
    }

    [Fact]
    public void Publish_CountsThatDoNotAddUp_AreRefused() =>
        Assert.Contains("The selection has 38 traces", Assert.Single(Publish(DatasetSample.Rows(30), selected: 38).Problems).What);

    [Fact]
    public void Publish_NoPairAtAll_SaysWhy()
    {
        var problem = Assert.Single(Publish([], selected: 7).Problems);
        Assert.Contains("4 are not known to be correct, 3 have no other trace", problem.What);
        Assert.Contains("`correct`", problem.Fix);
    }

    Core.Problems.Checked<PublishedDataset> Publish(IReadOnlyList<DatasetRow> rows, long selected)
    {
        using var writer = new PartWriter(Pairs, DatasetSample.Schema, DatasetFolders.Staging(_run.Path, Pairs, DatasetSample.Snapshot), 0);
        foreach (var (i, row) in rows.Index())
            writer.Add(row with
            {
                Split = DatasetSplit.Train,
                Rejected = new(
                    TraceId.Of(row.QuestionId, Digest.Of("other"), 0), i % 3 == 0 ? PairKind.Shorter : PairKind.Correct, "t", 5, null, "5"),
            });
        for (var i = 0; i < 7; i++) writer.LeaveOut(correct: i < 3);
        return new DatasetPublisher(_run.Path).Publish(DatasetSample.Describe(Pairs, selected, 1), [writer.Finish()]);
    }
}
