using System.Text.Json;
using System.Text.Json.Nodes;
using NaturalThoughts.Core.Requests;

namespace NaturalThoughts.Deploy.Tests.Helm;

public sealed class AutoscalingTests
{
    [Fact]
    public async Task Autoscaling_ByTheChartsRule_AsksForWhatItRecords()
    {
        var rendered = await Chart.RenderAsync("autoscaling");
        var rules = Manifest.Each(rendered.Single(manifest => manifest.Kind is "PrometheusRule").At("spec.groups"))
            .SelectMany(group => Manifest.Each(group["rules"])).Where(rule => rule["record"] is not null).ToList();
        var metric = Metric(rendered.One("HorizontalPodAutoscaler", "r1"));
        var rule = Assert.Single(rules);

        Assert.Equal((string?)rule["record"], (string?)metric["name"]);
        foreach (var (label, value) in (JsonObject)Manifest.At(metric, "selector.matchLabels")!)
        {
            Assert.Equal((string?)rule["labels"]![label], (string?)value);
            // What an autoscaler refuses, only once it looks.
            Assert.Matches("^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$", (string)value!);
        }

        Assert.Equal(Chart.Namespace, (string?)rule["labels"]!["namespace"]);
        Assert.Contains("model=~\"deepseek-ai/DeepSeek-R1-Distill-Qwen-32B", (string?)rule["expr"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Autoscaling_OfSomePools_LeavesTheOthersTheirReplicas()
    {
        var rendered = await Chart.RenderAsync("autoscaling");
        var scaled = rendered.Where(manifest => manifest.Kind is "HorizontalPodAutoscaler")
            .Select(scaler => (string)scaler.At("spec.scaleTargetRef.name")!).ToList();
        Assert.Equal(["rel-naturalthoughts-pool-own", "rel-naturalthoughts-pool-r1"], scaled.Order());
        Assert.All(rendered.Where(manifest => manifest.Kind is "Deployment"), deployment =>
            Assert.NotNull(deployment.At("spec.replicas")));
        Assert.Equal("queue_age", (string?)Metric(rendered.One("HorizontalPodAutoscaler", "own"))["name"]);
    }

    // What stands in a model's name is no pattern, and what it embeds waits in a line of its own.
    [Fact]
    public async Task Autoscaling_OfAModelThatAlsoEmbeds_GoesByBothOfItsLines()
    {
        const string Model = "org/model-1.5";
        var embeds = EmbeddingRequest.LineOf(Model);
        var folder = Directory.CreateTempSubdirectory("naturalthoughts-pools-");
        try
        {
            var made = await Chart.MadeAsync("--values", Chart.ValuesOf("autoscaling"), "--set", $"pools[0].model={Model}");
            var rules = made.Single(one => one.Kind is "PrometheusRule");
            var groups = Manifest.Each(rules.At("spec.groups")).Where(group => ((string)group["name"]!).Contains("-pools-"));
            await WriteAsync("pools.yaml", new { groups });
            await WriteAsync("test.yaml", new
            {
                rule_files = new[] { "pools.yaml" },
                tests = new[]
                {
                    Test(30, (embeds, 30), (Model, 20)), Test(20, (Model, 20)), Test(30, (embeds, 30)),
                    Test(0, ("org/model-175", 40), ($"{Model}-mini", 50), ($"an-{Model}", 60)), Test(0),
                },
            });
            Tool.SkipWithout("promtool", "`apt-get install prometheus`");
            await Tool.RunAsync("promtool", "test", "rules", Path.Combine(folder.FullName, "test.yaml"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Task WriteAsync(string name, object said) => File.WriteAllTextAsync(
            Path.Combine(folder.FullName, name), JsonSerializer.Serialize(said), TestContext.Current.CancellationToken);
    }

    static object Test(int expected, params (string Model, int Age)[] lines) => new
    {
        interval = "1m",
        input_series = lines.Select(line => new
        {
            series = $"naturalthoughts_queue_age_seconds{{namespace=\"{Chart.Namespace}\",model=\"{line.Model}\"}}",
            values = $"{line.Age}x9",
        }),
        promql_expr_test = new[]
        {
            new
            {
                expr = "max(naturalthoughts_pool_queue_age_seconds)", eval_time = "5m",
                exp_samples = new[] { new { labels = "{}", value = expected } },
            },
        },
    };

    static JsonNode Metric(Manifest scaler) => scaler.At("spec.metrics")![0]!["external"]!["metric"]!;
}
