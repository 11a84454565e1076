using System.Collections.Immutable;
using System.Text;
using System.Xml.Linq;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Pairs;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Datasets.Publishing;
using YamlDotNet.RepresentationModel;

namespace NaturalThoughts.Data.Tests.Datasets;

public sealed class DatasetCardTests : IDisposable
{
    readonly RunFolder _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("prompt-completion", null)]
    [InlineData("messages", null)]
    [InlineData("sharegpt", null)]
    [InlineData("alpaca", null)]
    [InlineData("prompt-completion", "both")]
    [InlineData("sharegpt", "both")]
    [InlineData("alpaca", "both")]
    public void Header_Features_AreTheFilesSchema(string layout, string? pairs)
    {
        var rows = DatasetSample.Rows(40).Select(row => pairs is null ? row : row with
        {
            Rejected = new(row.TraceId, PairKind.Correct, "t", 5, "R", "A"),
        });
        var folder = DatasetSample.Publish(_run.Path, DatasetSample.Plan with { Layout = layout, Pairs = pairs }, [.. rows]);

        foreach (var (config, glob) in new[] { ("default", "data/*"), ("metadata", "metadata/*") })
        {
            var stated = Info(folder, config)["features"].Sequence().Select(feature => $"{feature["name"]} {TypeOf(feature)}");
            Assert.Equal(Duck.Columns($"{folder}/{glob}").Select(column => $"{column.Name} {column.Type.Replace("\"", "")}"), stated);
        }
    }

    [Fact]
    public void Header_Splits_CountTheRowsAndBytesThatAreThere()
    {
        var folder = DatasetSample.Publish(_run.Path, DatasetSample.Plan, DatasetSample.Rows(120));
        var header = Header(folder);

        foreach (var config in header["configs"].Sequence())
        {
            var info = Info(folder, $"{config["config_name"]}");
            var bytes = 0L;
            foreach (var (files, split) in config["data_files"].Sequence().Zip(info["splits"].Sequence()))
            {
                Assert.Equal($"{files["split"]}", $"{split["name"]}");
                Assert.Equal(
                    Duck.Read($"select count(*)::varchar from read_parquet('{folder}/{files["path"]}')")[0][0], $"{split["num_examples"]}");
                var path = $"{files["path"]}";
                bytes += Directory.GetFiles(Path.Combine(folder, Path.GetDirectoryName(path)!), Path.GetFileName(path))
                    .Sum(file => new FileInfo(file).Length);
            }

            Assert.Equal($"{bytes}", $"{info["download_size"]}");
            Assert.Equal($"{info["splits"].Sequence().Sum(split => long.Parse($"{split["num_bytes"]}"))}", $"{info["dataset_size"]}");
        }

        Assert.Equal("n<1K", $"{header["size_categories"][0]}");
    }

    [Fact]
    public void Limits_ColumnsThatModelsFill_AreAModelsWordAndNoRules()
    {
        var description = DatasetSample.Describe(DatasetSample.Plan, 40, 3) with
        {
            Fillers = new[] { "strategies_unique", "correct" }.ToImmutableSortedDictionary(column => column, _ => "x by annotator m"),
        };
        var parts = DatasetSample.WriteParts(_run.Path, DatasetSample.Plan, DatasetSample.Rows(40), 3);
        var published = new DatasetPublisher(_run.Path).Publish(description, parts);
        var limits = File.ReadAllText(Path.Combine(published.Value!.Folder, "README.md")).Split("## Limits")[1];

        Assert.Contains("`correct`, `strategies_unique`: one reply of one model each", limits, StringComparison.Ordinal);
        Assert.Contains("Verbosity is read from measures", limits, StringComparison.Ordinal);
        Assert.Contains("`disagree` compares answers by rules", limits, StringComparison.Ordinal);
        Assert.DoesNotContain("lexical cues", limits, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apache-2.0", null, "Apache-2.0")]
    [InlineData("gpl-3.0", null, "GPL-3.0-or-later")]
    [InlineData("unknown", null, "")]
    [InlineData("other", "house-1.0", "House-1.0")]
    [InlineData("other", "apache-2.0-and-cc-by-nc-4.0", "Apache-2.0", "CC-BY-NC-4.0")]
    public void Header_License_IsTheSources(string id, string? name, params string[] licenses)
    {
        var rows = DatasetSample.Rows(licenses.Length)
            .Zip(licenses, (row, license) => row with { Question = row.Question with { License = license is "" ? null : license } })
            .ToList();
        var header = Header(DatasetSample.Publish(_run.Path, DatasetSample.Plan, rows));

        Assert.Equal(id, $"{header["license"]}");
        Assert.Equal(name, header.Children.TryGetValue("license_name", out var named) ? $"{named}" : null);
    }

    [Fact]
    public void Card_HostileText_CanBeNeitherHtmlNorMarkdown()
    {
        const string hostile = "</pre><script>alert(1)</script>\n\n# Heading\n| a | `b` ![x](https://evil.example) \u202E \u0007 \uD800";
        var row = DatasetSample.Row(hostile, change: row => row with
        {
            Answer = hostile,
            Features = DatasetSample.Features(("domain", FeatureValue.Of(hostile))),
            Question = row.Question with { Source = hostile, License = hostile },
        });
        var plan = DatasetSample.Plan with { Think = hostile };
        var parts = DatasetSample.WriteParts(_run.Path, plan, [row], 1);
        var description = DatasetSample.Describe(plan, 1, 1) with { Recipe = "where: \"```\"\n# not a heading\n````" };
        var published = new DatasetPublisher(_run.Path).Publish(description, parts);
        Assert.True(published.Ok);
        var card = File.ReadAllText(Path.Combine(published.Value.Folder, "README.md"), new UTF8Encoding(false, throwOnInvalidBytes: true));

        Assert.DoesNotContain("<script", card);
        Assert.DoesNotContain("![x]", card.Split("<pre>")[0]);
        Assert.DoesNotContain("\u202E", card);
        Assert.DoesNotContain("\u0007", card);
        Assert.Contains("`````yaml\nwhere", card);
        Assert.Equal(2, card.Split("</pre>").Length - 1);
        Assert.All(card.Split('\n').Where(line => line.Contains("Heading")), line =>
            Assert.True(line.StartsWith('|') || line.Contains("“") || InBlock(card, line), line));
        Header(published.Value.Folder);
        XDocument.Load(Path.Combine(published.Value.Folder, "chart.svg"));
    }

    [Fact]
    public void Card_CountsAndShare_AreThoseOfTheRows()
    {
        var folder = DatasetSample.Publish(_run.Path, DatasetSample.Plan with { System2 = "0.4" }, DatasetSample.Rows(90));
        var card = File.ReadAllText(Path.Combine(folder, "README.md"));

        Assert.Contains("**System-2 share: 66.7 %** (60 rows", card);
        Assert.Contains("| questions in | 96 |", card);
        Assert.Contains("\"system_2_share\": 0.6667", File.ReadAllText(Path.Combine(folder, "manifest.json")));
        Assert.Contains("| – of these http-502 | 3 |", card);
        Assert.Contains("| strategies&#95;unique | cues 3 |", card);
        Assert.Contains(DatasetSample.Snapshot.ToString(), card);
        Assert.DoesNotContain(_run.Path, card);
    }

    [Theory]
    [InlineData("prompt-completion", "completion_only_loss=True", "emit the same selection with `layout: messages`")]
    [InlineData("messages", "assistant_only_loss=True", "field_messages: messages")]
    [InlineData("sharegpt", "completion_only_loss=True", "message_property_mappings: {role: from, content: value}")]
    [InlineData("alpaca", "completion_only_loss=True", "type: alpaca")]
    public void Card_Training_SetsTheLengthAndMasksTheQuestion(string layout, string loss, string axolotl)
    {
        var folder = DatasetSample.Publish(_run.Path, DatasetSample.Plan with { Layout = layout }, DatasetSample.Rows(20));
        var card = File.ReadAllText(Path.Combine(folder, "README.md"));

        Assert.Contains("max_length=16384,", card);
        Assert.Contains("num_train_epochs=10,", card);
        Assert.Contains(loss, card);
        Assert.Contains(axolotl, card);
    }

    [Fact]
    public void Distributions_AgainstThePool_StandBesideEachOther()
    {
        var rows = DatasetSample.Rows(60);
        var pool = new DistributionCounter(DatasetSample.Schema);
        foreach (var row in DatasetSample.Rows(600)) pool.Add(row.Features);
        var parts = DatasetSample.WriteParts(_run.Path, DatasetSample.Plan, rows, 3);
        var published = new DatasetPublisher(_run.Path)
            .Publish(DatasetSample.Describe(DatasetSample.Plan, 60, 3) with { Pool = pool.Result() }, parts).Value;

        Assert.NotNull(published);
        var card = File.ReadAllText(Path.Combine(published.Folder, "README.md"));
        Assert.Contains("| domain | rows | share | pool | share of pool |\n", card);
        Assert.Contains("| Law | 40 | 66.7 % | 400 | 66.7 % |", card);
        Assert.Contains("| 16,000 to 31,999 | 0 | 0.0 % | 105 | 17.5 % |", card);
        var svg = XDocument.Load(Path.Combine(published.Folder, "chart.svg"));
        Assert.Contains(svg.Descendants(), element => element.Attribute("class")?.Value == "pool");
    }

    static bool InBlock(string card, string line) => card.Split("<pre>").Skip(1).Any(block => block.Split("</pre>")[0].Contains(line));

    static string TypeOf(YamlNode feature) => feature is YamlMappingNode { Children: var keys } && keys.ContainsKey("struct")
        ? $"STRUCT({string.Join(", ", feature["struct"].Sequence().Select(field => $"{field["name"]} {TypeOf(field)}"))})"
        : feature is YamlMappingNode mapping && mapping.Children.ContainsKey("list")
        ? $"STRUCT({string.Join(", ", feature["list"].Sequence().Select(field => $"{field["name"]} {TypeOf(field)}"))})[]"
        : $"{feature["dtype"]}" switch
        {
            "string" => "VARCHAR",
            "float64" => "DOUBLE",
            "int64" => "BIGINT",
            "bool" =>
            "BOOLEAN",
            var other => other
        };

    static YamlNode Info(string folder, string config) =>
        Header(folder)["dataset_info"].Sequence().Single(info => $"{info["config_name"]}" == config);

    static YamlMappingNode Header(string folder)
    {
        var card = File.ReadAllText(Path.Combine(folder, "README.md"));
        Assert.StartsWith("---\n", card);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(card[4..card.IndexOf("\n---\n", StringComparison.Ordinal)]));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }
}

file static class YamlNodes
{
    public static YamlSequenceNode Sequence(this YamlNode node) => (YamlSequenceNode)node;
}
