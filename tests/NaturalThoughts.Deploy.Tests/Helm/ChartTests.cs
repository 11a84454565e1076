using System.Text.Json.Nodes;

namespace NaturalThoughts.Deploy.Tests.Helm;

public sealed class ChartTests
{
    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task Lint_EachSetOfValues_FindsNothing(string set)
    {
        var (exitCode, output, errors) = await Chart.RunAsync("lint", "--strict", Chart.Folder, "--values", Chart.ValuesOf(set));
        Assert.True(exitCode == 0, output + errors);
        Assert.DoesNotContain("[WARNING]", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Template_TwoPools_IsKeptForReaders()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "TestResults", "helm"));
        foreach (var old in folder.GetFiles("*.yaml")) old.Delete();
        var text = await Chart.TextAsync("--values", Chart.ValuesOf("two-pools"));
        foreach (var part in text.Split("\n---\n"))
            foreach (var document in YamlJson.Documents(part).Select(document => new Manifest(document)))
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{document.Kind.ToLowerInvariant()}-{document.Name}.yaml"),
                    Redacted(part, document), TestContext.Current.CancellationToken);

        Assert.Equal(3, folder.GetFiles("deployment-*").Count(file => !file.Name.Contains("redis", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Package_Unpacked_HasDashboardsAndRules()
    {
        var folder = Directory.CreateTempSubdirectory("naturalthoughts-chart-");
        try
        {
            var (exitCode, output, errors) = await Chart.RunAsync("package", Chart.Folder, "--destination", folder.FullName);
            Assert.True(exitCode == 0, output + errors);
            var (_, text, _) = await Chart.RunAsync("template", Chart.Release, Assert.Single(folder.GetFiles()).FullName,
                "--set", "dashboards.enabled=true,prometheusRule.enabled=true");
            Assert.Equal(DashboardFiles().Length, YamlJson.Documents(text).Count(document => (string?)document["kind"] is "ConfigMap"));
            Assert.Contains("alert: NaturalThoughtsRunStalled", text, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Dashboards_Enabled_AreThoseOfTheFolder()
    {
        var rendered = (await Chart.RenderAsync("two-pools")).Where(manifest => manifest.Kind is "ConfigMap").ToList();
        Assert.Equal(DashboardFiles().Length, rendered.Count);
        foreach (var file in DashboardFiles())
        {
            var map = rendered.One("ConfigMap", $"dashboard-{Path.GetFileNameWithoutExtension(file)}");
            var text = Assert.Single((JsonObject)map.At("data")!).Value;
            var expected = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse((string)text!)));
            Assert.Equal("1", (string?)map.At("metadata.labels")!["grafana_dashboard"]);
        }
    }

    [Fact]
    public async Task Rules_Enabled_AreThoseOfTheFile()
    {
        var groups = (await Chart.RenderAsync("two-pools")).Single(manifest => manifest.Kind is "PrometheusRule").At("spec.groups");
        var file = YamlJson.OfFile(Path.Combine(Repository.Root, "deploy", "prometheus", "rules.yaml"));
        Assert.True(JsonNode.DeepEquals(file["groups"], groups));
        Assert.Contains("{{ $labels", groups!.ToJsonString().Replace("\\u0022", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pools_WithWhatDiffers_KeepTheRestOfTheDefaults()
    {
        var rendered = await Chart.RenderAsync("two-pools");
        var (teacher, judge) = (Server("teacher"), Server("judge"));

        Assert.Equal(
            ["deepseek-ai/DeepSeek-R1", "--served-model-name", "deepseek-ai/DeepSeek-R1", "--port", "8000", "--tensor-parallel-size", "8",
                "--reasoning-parser", "deepseek_r1", "--max-model-len", "32768"],
            teacher["args"]!.AsArray().Select(argument => (string)argument!));
        Assert.Equal(["meta-llama/Llama-3.1-8B-Instruct", "--served-model-name", "judge", "--port", "8000"],
            judge["args"]!.AsArray().Select(argument => (string)argument!));
        Assert.Equal(8, (int)teacher["resources"]!["limits"]!["nvidia.com/gpu"]!);
        // `false` counts as said, too.
        Assert.Contains("VLLM_API_KEY", Manifest.Each(teacher["env"], "name"));
        Assert.DoesNotContain("VLLM_API_KEY", Manifest.Each(judge["env"], "name"));

        JsonObject Server(string pool) => rendered.One("Deployment", pool).Container("model-server");
    }

    static string[] DashboardFiles() => Directory.GetFiles(Path.Combine(Repository.Root, "deploy", "grafana", "dashboards"), "*.json");

    // Nobody has these keys, but a reader could think so.
    static string Redacted(string text, Manifest document) => document.Kind is not "Secret" ? text
        : document.At("stringData")!.AsObject().Aggregate(text, (shown, entry) =>
            entry.Key is "keys" or "redis.conf" ? shown : shown.Replace((string)entry.Value!, "…", StringComparison.Ordinal));
}
