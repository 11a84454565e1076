using System.Text;
using NaturalThoughts.Data.Datasets.Publishing;
using NaturalThoughts.Server.Console.Datasets;

namespace NaturalThoughts.Server.Tests.Console;

public sealed class DatasetFactsTests
{
    const string Manifest = """
        {"selection": {"name": "domains"}, "layout": "messages", "format": "jsonl",
         "mixing": {"system_2": "disagree", "system_1": "answer", "seed": 7, "think": "on", "no_think": null, "adaptive": null,
                    "validation": 0},
         "rows": {"train": 26, "validation": 4, "system_1": 15, "system_2": 11, "system_2_share": 0.4231},
         "pairs": null, "counts": {"questions_in": 65, "failed": {"time-out": 2}}, "files": []}
        """;

    const string Card = """
        ---
        pretty_name: mixed
        license: other
        license_name: "apache-2.0-and-mit"
        dataset_info:
        - config_name: default
          features:
          - name: messages
            list:
            - name: role
              dtype: string
          - name: answer
            dtype: string
          splits:
          - name: train
            num_bytes: 69776
        - config_name: metadata
          features:
          - name: question_id
            dtype: string
        ---

        license: none
        """;

    [Fact]
    public void Of_ManifestAndCard_SaysWhatTheyHold()
    {
        var facts = DatasetFacts.Of(Dataset(Manifest), Card).Value!;

        Assert.Equal(("domains", 30, 11), (facts.Selection, facts.All, facts.System2));
        Assert.Equal("apache-2.0-and-mit", facts.License);
        Assert.Equal(["messages", "answer"], facts.Columns);
        Assert.Equal(
            [("Layout", "messages"), ("Format", "jsonl"), ("Keep their reasoning", "disagree"), ("Others say", "answer"),
                ("System prompt with reasoning", "on"), ("Seed of mixing", "7")],
            facts.How);
        Assert.Equal([("Questions in", 65), ("Failed: time-out", 2)], facts.Counts);
    }

    [Fact]
    public void Of_NoCard_HasNeitherLicenceNorColumns()
    {
        var facts = DatasetFacts.Of(Dataset(Manifest), null).Value!;
        Assert.Null(facts.License);
        Assert.Empty(facts.Columns);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"selection": 3, "rows": {}}""")]
    [InlineData("""{"selection": {"name": "s"}, "rows": {"train": "many"}}""")]
    public void Of_ForeignManifest_SaysThatItDoesNotRead(string manifest) =>
        Assert.Contains("cannot be read", Assert.Single(DatasetFacts.Of(Dataset(manifest), null).Problems).What, StringComparison.Ordinal);

    static EmittedDataset Dataset(string manifest) => new("d", "/nowhere/d", Encoding.UTF8.GetBytes(manifest), []);
}
