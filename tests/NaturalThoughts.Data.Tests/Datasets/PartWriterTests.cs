using NaturalThoughts.Core.Features;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Datasets.Publishing;

namespace NaturalThoughts.Data.Tests.Datasets;

public sealed class PartWriterTests : IDisposable
{
    readonly RunFolder _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Finish_NoRows_WritesNoFile()
    {
        var part = DatasetSample.WritePart(_run.Path, DatasetSample.Plan, [], shard: 5);

        Assert.Empty(part.Files);
        Assert.Equal(0, part.Counts.Rows);
        Assert.Empty(Directory.GetFiles(Staging(DatasetSample.Plan)));
    }

    [Theory]
    [InlineData(DatasetFormat.Parquet)]
    [InlineData(DatasetFormat.Jsonl)]
    public void Finish_SameRowsTwice_GivesTheSameBytes(DatasetFormat format)
    {
        var plan = DatasetSample.Plan with { Format = format };
        var first = DatasetSample.WritePart(_run.Path, plan, DatasetSample.Rows(200), shard: 0);
        var bytes = Directory.GetFiles(Staging(plan)).Order().Select(File.ReadAllBytes).ToList();
        var second = DatasetSample.WritePart(_run.Path, plan, DatasetSample.Rows(200), shard: 0);

        Assert.Equal(4, bytes.Count);
        Assert.Equal(bytes, Directory.GetFiles(Staging(plan)).Order().Select(File.ReadAllBytes));
        Assert.Equal(first.Files, second.Files);
    }

    [Fact]
    public void Finish_Files_AreAsTheSummarySays()
    {
        var part = DatasetSample.WritePart(_run.Path, DatasetSample.Plan, DatasetSample.Rows(100), shard: 2);

        Assert.Equal(
            ["default-train-00002.parquet", "metadata-train-00002.parquet", "default-validation-00002.parquet",
                "metadata-validation-00002.parquet"],
            part.Files.Select(file => file.Name));
        foreach (var file in part.Files)
        {
            var path = Path.Combine(Staging(DatasetSample.Plan), file.Name);
            var bytes = File.ReadAllBytes(path);
            Assert.Equal(bytes.Length, file.Bytes);
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), file.Sha256);
            Assert.Equal(Duck.Read($"select count(*) from '{path}'")[0][0], file.Rows);
            Assert.True(file.ArrowBytes > 0);
        }

        Assert.Equal(100, part.Counts.Rows);
        Assert.Equal(66, part.Counts.System2);
        Assert.Equal(10, part.Counts.Validation);
        Assert.Equal([new SourceShare("arithmetic", "Apache-2.0", 100)], part.Counts.Sources);
    }

    [Fact]
    public void Dispose_BeforeFinish_LeavesNothing()
    {
        using (var writer = new PartWriter(DatasetSample.Plan, DatasetSample.Schema, Staging(DatasetSample.Plan), 0)) writer.Add(
            DatasetSample.Row());

        Assert.Empty(Directory.GetFiles(Staging(DatasetSample.Plan)));
    }

    [Fact]
    public void Add_OutOfOrderOrTwice_IsRefused()
    {
        var rows = DatasetSample.Rows(2);
        using var writer = new PartWriter(DatasetSample.Plan, DatasetSample.Schema, Staging(DatasetSample.Plan), 0);
        writer.Add(rows[1]);

        Assert.Throws<ArgumentException>(() => writer.Add(rows[0]));
        Assert.Throws<ArgumentException>(() => writer.Add(rows[1]));
    }

    [Fact]
    public void Add_System2WithoutReasoning_IsEmittedAsSystem1AndCounted()
    {
        var part = DatasetSample.WritePart(
            _run.Path, DatasetSample.Plan with { Think = "on", NoThink = "off" },
            [DatasetSample.Row(change: row => row with { Reasoning = " \n" })], 0);

        Assert.Equal((1, 0, 1), (part.Counts.Rows, part.Counts.System2, part.Counts.WithoutReasoning));
        var file = Path.Combine(Staging(DatasetSample.Plan with { Think = "on", NoThink = "off" }), part.Files[0].Name);
        Assert.Equal(
            ["off", "4", "", "system-1"], Duck.Read($"select prompt[1].content, completion[1].content, reasoning, mode from '{file}'")[0]);
    }

    [Fact]
    public void Add_ValueOfAnotherKind_IsRefused()
    {
        using var writer = new PartWriter(DatasetSample.Plan, DatasetSample.Schema, Staging(DatasetSample.Plan), 0);
        var row = DatasetSample.Row(change: row => row with { Features = DatasetSample.Features(("correct", FeatureValue.Of(1.0))) });

        Assert.Throws<ArgumentException>(() => writer.Add(row));
    }

    [Theory]
    [InlineData(DatasetFormat.Parquet)]
    [InlineData(DatasetFormat.Jsonl)]
    public void Shards_OtherNumber_ChangesOnlyPartBoundaries(DatasetFormat format)
    {
        var plan = DatasetSample.Plan with { Format = format };
        var rows = DatasetSample.Rows(150);
        using var other = new RunFolder();
        var whole = DatasetSample.Publish(_run.Path, plan, rows, shards: 1);
        var split = DatasetSample.Publish(other.Path, plan, rows, shards: 7);

        foreach (var glob in new[] { "data/train-*", "metadata/train-*", "validation/validation-*", "metadata/validation-*" })
            Assert.Equal(All(whole, glob), All(split, glob));
    }

    static List<string> All(string folder, string glob) =>
        [.. Directory.GetFiles(Path.Combine(folder, Path.GetDirectoryName(glob)!), Path.GetFileName(glob)).Order(StringComparer.Ordinal)
            .SelectMany(file => Duck.Read($"select to_json(t)::varchar from '{file}' t")).Select(row => (string)row[0]!)];

    string Staging(DatasetPlan plan) => DatasetFolders.Staging(_run.Path, plan, DatasetSample.Snapshot);
}
