using System.Net.Http.Json;
using System.Text;
using NaturalThoughts.ModelServers;
using NaturalThoughts.ModelServers.Faults;
using NaturalThoughts.Server.Tests.Support;
using NaturalThoughts.Server.Tests.Telemetry.Monitoring;

namespace NaturalThoughts.Server.Tests.Telemetry;

public sealed class PanelTests
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    static readonly ModelServerOptions Faulty = new()
    {
        Models = ["teach"], ReasoningTokens = new(50, 400),
        Settings = new()
        {
            Latency = TimeSpan.FromSeconds(1), Slots = 8, Faults = FaultShares.Of([("5xx", 0.15), ("length", 0.1), ("empty-reasoning", 0.05)]).Value!,
        },
    };

    [Fact]
    public async Task Expressions_TwoSilosUnderLoad_ComeToSomething()
    {
        await using var trial = await WatchedTrial.StartAsync([Faulty, Faulty], silos: 2, rules => rules);
        await trial.Cluster.WriteAsync("questions.jsonl", Trial.Questions(20_000) + "7 times 7?\n");
        using var curate = trial.Cluster.Command(0, "curate", await trial.Cluster.WriteAsync("spec.yaml", Trial.Spec(trial.Cluster.Run,
            "limits: {attempts: 2, length: drop, max_failed: 100%, output_tokens: 1e9}")));
        await trial.Cluster.UntilAsync(seen => seen.Sealed > 20, Longest);
        await SelectAsync(trial);

        var found = await FindAsync(trial, [.. MetricQuery.ByDashboards, .. MetricQuery.ByVariables, .. MetricQuery.ByAlerts]);

        await WriteAsync(found);
        Assert.Empty(found.Where(one => one.Value == 0 && one.Key.Excuse is null).Select(one => one.Key));
    }

    // What comes of a rate is there as long as there is something to count: each has to have come to something once.
    static async Task<Dictionary<MetricQuery, int>> FindAsync(WatchedTrial trial, IEnumerable<MetricQuery> asked)
    {
        var found = asked.Distinct().ToDictionary(one => one, _ => 0);
        using var patience = new CancellationTokenSource(Longest);
        while (found.Any(one => one.Value == 0 && one.Key.Excuse is null) && !patience.IsCancellationRequested)
        {
            Assert.Equal(404, (await trial.AskAsync(HttpMethod.Get, "runs/nobody/status")).Status);
            foreach (var one in found.Keys.Where(one => found[one] == 0))
                found[one] = (await trial.Prometheus.QueryAsync(one.Expression)).Count(sample => double.IsFinite(sample.Value));
            // Silos are scraped once a second. Not cut short: what is missing at the end is said by name.
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        return found;
    }

    static async Task SelectAsync(WatchedTrial trial)
    {
        var run = $"runs/{trial.Cluster.Run}";
        await PostAsync($"{run}/selections/preview", new { name = "some", recipe = "random", seed = 7 });
        await PostAsync($"{run}/selections", new { name = "some", recipe = "random", seed = 7 });
        await PostAsync($"{run}/datasets", new { name = "some", selection = "some" });

        async Task PostAsync(string path, object body)
        {
            var (status, said) = await trial.AskAsync(HttpMethod.Post, path, JsonContent.Create(body));
            Assert.True(status == 200, $"{path}: {status} {said}");
        }
    }

    static async Task WriteAsync(Dictionary<MetricQuery, int> found)
    {
        var text = new StringBuilder("| where | panel, variable or alert | expression | series |\n| --- | --- | --- | --- |\n");
        foreach (var (asked, series) in found)
        {
            var count = series == 0 ? asked.Excuse ?? "none" : $"{series}";
            text.Append($"| {asked.Where} | {asked.Who} | `{asked.Expression.Replace("|", "\\|")}` | {count} |\n");
        }

        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "TestResults", "telemetry"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "panels.md"), text.ToString());
        Trial.Say($"{found.Count(one => one.Value > 0)} of {found.Count} expressions come to something; TestResults/telemetry/panels.md lists them.");
    }
}
