using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Datasets.Publishing;

namespace NaturalThoughts.Data.Tests.Datasets;

public sealed class DatasetPublisherTests : IDisposable
{
    readonly RunFolder _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Publish_PartsOfSomeShards_NamesThemInShardOrderWithoutGaps()
    {
        var rows = DatasetSample.Rows(40).Where(row => row.QuestionId.Shard(8) is 1 or 4 or 6).ToList();
        var folder = DatasetSample.Publish(_run.Path, DatasetSample.Plan, rows, shards: 8);

        Assert.Equal(
            ["train-00000-of-00003.parquet", "train-00001-of-00003.parquet", "train-00002-of-00003.parquet"],
            Directory.GetFiles(Path.Combine(folder, "data")).Select(Path.GetFileName).Order());
        Assert.Equal(
            rows.Where(row => row.Split is DatasetSplit.Train).Select(row => (object)row.TraceId.ToString()),
            Duck.Read($"select trace_id from read_parquet('{folder}/data/train-*', filename = true) order by filename, file_row_number")
                .Select(row => row[0]));
        Assert.False(Directory.Exists(Path.Combine(_run.Path, "datasets", ".staging", "mixed")));
    }

    [Fact]
    public void Publish_Metadata_HasTheSameRowsInTheSameOrder()
    {
        var folder = DatasetSample.Publish(_run.Path, DatasetSample.Plan, DatasetSample.Rows(90));

        foreach (var split in new[] { ("data/train-*", "metadata/train-*"), ("validation/validation-*", "metadata/validation-*") })
            Assert.Equal(Identities($"{folder}/{split.Item1}"), Identities($"{folder}/{split.Item2}"));
    }

    static List<object?[]> Identities(string files) => Duck.Read(
        $"select question_id, trace_id, mode from read_parquet('{files}', filename = true) order by filename, file_row_number");

    [Fact]
    public void Publish_Manifest_HasTheHashOfEveryFileAndNoPlace()
    {
        var folder = DatasetSample.Publish(_run.Path, DatasetSample.Plan with { Layout = "messages" }, DatasetSample.Rows(50));
        var text = File.ReadAllText(Path.Combine(folder, "manifest.json"));
        var manifest = JsonNode.Parse(text)!;

        var named = manifest["files"]!.AsArray().Select(file => (string)file!["path"]!).ToList();
        var found = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'));
        Assert.Equal(found.Where(file => file != "manifest.json").Order(StringComparer.Ordinal), named);
        foreach (var file in manifest["files"]!.AsArray())
            Assert.Equal(
                Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, (string)file!["path"]!)))),
                (string)file["sha256"]!);
        Assert.DoesNotContain(_run.Path, text);
        Assert.DoesNotContain(Environment.MachineName, text);
        Assert.Equal(50, (int)manifest["rows"]!["train"]! + (int)manifest["rows"]!["validation"]!);
        Assert.Equal(ulong.MaxValue, (ulong)manifest["selection"]!["seed"]!);
    }

    [Fact]
    public void Publish_TwiceOnTwoMachines_GivesTheSameBytes()
    {
        using var other = new RunFolder();
        var first = DatasetSample.Publish(_run.Path, DatasetSample.Plan, DatasetSample.Rows(70));
        var second = DatasetSample.Publish(other.Path, DatasetSample.Plan, DatasetSample.Rows(70));

        foreach (var file in Directory.GetFiles(first, "*", SearchOption.AllDirectories))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(second, Path.GetRelativePath(first, file))));
    }

    [Fact]
    public void Publish_PartsInAnotherOrder_GivesTheSameBytes()
    {
        using var other = new RunFolder();
        var rows = DatasetSample.Rows(70);
        var first = DatasetSample.Publish(_run.Path, DatasetSample.Plan, rows, shards: 3);
        var parts = DatasetSample.WriteParts(other.Path, DatasetSample.Plan, rows, 3);
        var second = new DatasetPublisher(other.Path).Publish(DatasetSample.Describe(DatasetSample.Plan, 70, 3), [.. parts.Reverse()]).Value!.Folder;

        foreach (var file in Directory.GetFiles(first, "*", SearchOption.AllDirectories))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(second, Path.GetRelativePath(first, file))));
    }

    [Fact]
    public void Publish_SameContentAgain_IsAlreadyEmitted()
    {
        var rows = DatasetSample.Rows(30);
        var folder = DatasetSample.Publish(_run.Path, DatasetSample.Plan, rows);
        var written = File.GetLastWriteTimeUtc(Path.Combine(folder, "README.md"));

        var again = Publish(rows);

        Assert.True(again?.AlreadyEmitted);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(folder, "README.md")));
        Assert.False(Directory.Exists(Path.Combine(_run.Path, "datasets", ".staging", "mixed")));
    }

    [Fact]
    public void Publish_OtherContentUnderTheName_IsAProblemAndChangesNothing()
    {
        var folder = DatasetSample.Publish(_run.Path, DatasetSample.Plan, DatasetSample.Rows(30));
        var before = File.ReadAllText(Path.Combine(folder, "manifest.json"));
        var rows = DatasetSample.Rows(31);

        var parts = DatasetSample.WriteParts(_run.Path, DatasetSample.Plan, rows, 3);
        var published = new DatasetPublisher(_run.Path).Publish(DatasetSample.Describe(DatasetSample.Plan, 31, 3), parts);

        Assert.Contains("another content", Assert.Single(published.Problems).What);
        Assert.Equal(before, File.ReadAllText(Path.Combine(folder, "manifest.json")));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(30)]
    public void Publish_OtherContentOrDamagedOneToBeReplaced_StandsWholeInItsPlace(int count)
    {
        var folder = DatasetSample.Publish(_run.Path, DatasetSample.Plan, DatasetSample.Rows(30));
        File.WriteAllText(Directory.GetFiles(Path.Combine(folder, "data"))[0], "damaged");
        var parts = DatasetSample.WriteParts(_run.Path, DatasetSample.Plan, DatasetSample.Rows(count), 3);
        var staging = DatasetFolders.Staging(_run.Path, DatasetSample.Plan, DatasetSample.Snapshot);

        var description = DatasetSample.Describe(DatasetSample.Plan, count, 3);
        var published = new DatasetPublisher(_run.Path).Publish(description, parts, staging, replace: true);

        Assert.False(published.Value?.AlreadyEmitted);
        Assert.Equal(count, Duck.Read($"select 1 from read_parquet('{folder}/*/*.parquet', union_by_name = true)").Count / 2);
        Assert.False(Directory.Exists(staging));
        Assert.True(Publish(DatasetSample.Rows(count))?.AlreadyEmitted);
    }

    [Fact]
    public void Publish_EmittedFileCutShort_IsAProblem()
    {
        var rows = DatasetSample.Rows(30);
        var folder = DatasetSample.Publish(_run.Path, DatasetSample.Plan, rows);
        var file = Directory.GetFiles(Path.Combine(folder, "data"))[0];
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..100]);

        var parts = DatasetSample.WriteParts(_run.Path, DatasetSample.Plan, rows, 3);
        var published = new DatasetPublisher(_run.Path).Publish(DatasetSample.Describe(DatasetSample.Plan, 30, 3), parts);

        Assert.Contains(Path.GetFileName(file), Assert.Single(published.Problems).What);
    }

    [Fact]
    public void Publish_EndsHalfWay_LeavesNoDatasetAndIsTakenUpAgain()
    {
        var rows = DatasetSample.Rows(60);
        var parts = DatasetSample.WriteParts(_run.Path, DatasetSample.Plan, rows, 3);
        var staging = DatasetFolders.Staging(_run.Path, DatasetSample.Plan, DatasetSample.Snapshot);
        var lost = Path.Combine(staging, parts[2].Files[0].Name);
        var kept = File.ReadAllBytes(lost);
        File.Delete(lost);

        var publisher = new DatasetPublisher(_run.Path);
        var broken = publisher.Publish(DatasetSample.Describe(DatasetSample.Plan, 60, 3), parts);
        Assert.Contains("is missing", Assert.Single(broken.Problems).What);
        Assert.False(Directory.Exists(DatasetFolders.Dataset(_run.Path, "mixed")));

        // The other parts are in the tree by now; what an earlier version left there goes.
        File.WriteAllText(Path.Combine(staging, "tree", "data", "train-00000-of-00099.parquet"), "stale");
        File.WriteAllBytes(lost, kept);
        var mended = publisher.Publish(DatasetSample.Describe(DatasetSample.Plan, 60, 3), parts);

        Assert.True(mended.Ok);
        Assert.False(mended.Value.AlreadyEmitted);
        Assert.Equal(3, Directory.GetFiles(Path.Combine(mended.Value.Folder, "data")).Length);
    }

    [Fact]
    public void Publish_RenameImpossible_LeavesNoDataset()
    {
        var rows = DatasetSample.Rows(10);
        var parts = DatasetSample.WriteParts(_run.Path, DatasetSample.Plan, rows, 1);
        File.WriteAllText(DatasetFolders.Dataset(_run.Path, "mixed"), "in the way");

        Assert.Throws<IOException>(() => new DatasetPublisher(_run.Path).Publish(DatasetSample.Describe(DatasetSample.Plan, 10, 1), parts));
        Assert.False(Directory.Exists(DatasetFolders.Dataset(_run.Path, "mixed")));

        File.Delete(DatasetFolders.Dataset(_run.Path, "mixed"));
        Assert.True(new DatasetPublisher(_run.Path).Publish(DatasetSample.Describe(DatasetSample.Plan, 10, 1), parts).Ok);
    }

    [Fact]
    public void Publish_CountsThatDoNotAddUp_AreAllSaid()
    {
        var rows = DatasetSample.Rows(10);
        var parts = DatasetSample.WriteParts(_run.Path, DatasetSample.Plan, rows, 1);
        var description = DatasetSample.Describe(DatasetSample.Plan, 11, 1);
        description = description with { Counts = description.Counts with { Duplicates = 0, ResponsesCommitted = 0 } };

        Assert.Equal(3, new DatasetPublisher(_run.Path).Publish(description, parts).Problems.Length);
        Assert.False(Directory.Exists(DatasetFolders.Dataset(_run.Path, "mixed")));
    }

    [Fact]
    public void Publish_EmptySelection_IsAProblem()
    {
        var parts = DatasetSample.WriteParts(_run.Path, DatasetSample.Plan, [], 2);

        Assert.Contains(
            "empty",
            Assert.Single(new DatasetPublisher(_run.Path).Publish(DatasetSample.Describe(DatasetSample.Plan, 0, 2), parts).Problems).What);
    }

    [Theory]
    [InlineData(RowMode.System1, 2)]
    [InlineData(RowMode.System2, 0)]
    public void Publish_TracesWithoutAnswer_AreAProblemAsSystem1Alone(RowMode mode, int problem)
    {
        var rows = DatasetSample.Rows(6).Select((row, place) => row with { Mode = mode, Answer = place < 2 ? null : row.Answer }).ToList();
        var problems = new DatasetPublisher(_run.Path).Publish(
            DatasetSample.Describe(DatasetSample.Plan, rows.Count, 3),
            DatasetSample.WriteParts(_run.Path, DatasetSample.Plan, rows, 3)).Problems;
        if (problem == 0)
            Assert.Empty(problems);
        else
            Assert.StartsWith(
                $"{problem} of the selected traces broke off before an answer", Assert.Single(problems).What, StringComparison.Ordinal);
    }

    PublishedDataset? Publish(IReadOnlyList<DatasetRow> rows) =>
        new DatasetPublisher(_run.Path)
            .Publish(
            DatasetSample.Describe(DatasetSample.Plan, rows.Count, 3),
            DatasetSample.WriteParts(_run.Path, DatasetSample.Plan, rows, 3)).Value;
}
