using System.Text.RegularExpressions;
using NaturalThoughts.ModelServers;
using NaturalThoughts.ModelServers.Faults;
using NaturalThoughts.Server.Tests.Support;
using NaturalThoughts.Server.Tests.Telemetry.Monitoring;

namespace NaturalThoughts.Server.Tests.Telemetry;

/// <summary>Alerts of a Prometheus that watches a silo, with seconds in place of minutes.</summary>
public sealed partial class AlertTests
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    static readonly ModelServerOptions Sound = new()
    {
        Models = ["teach"], ReasoningTokens = new(50, 400), Port = RedisServer.FreePort(),
        Settings = new() { Latency = TimeSpan.FromMilliseconds(500), Slots = 8 },
    };

    [Fact]
    public async Task Alerts_WhatTheyWatchGoesWrongAndWellAgain_FireAndClear()
    {
        await using var first = await ModelServer.StartAsync(Sound);
        var endpoint = $"{first.Address}/v1";
        await using var trial = await WatchedTrial.StartAsync(
            [], silos: 1, rules => Minutes().Replace(rules, "$1s"), $"Inference:Endpoints:0={endpoint}");
        var (run, silo) = (trial.Cluster.Run, trial.Cluster.Silos[0]);
        await trial.Cluster.WriteAsync("questions.jsonl", Trial.Questions(20_000));
        using var curate = trial.Cluster.Command(0, "curate", await trial.Cluster.WriteAsync("spec.yaml", Trial.Spec(run)));
        await trial.Cluster.UntilAsync(seen => seen.Sealed > 20, Longest);
        await trial.Prometheus.EvaluatedAsync();
        foreach (var alert in (string[])["RunStalled", "EndpointQuarantined", "EmptyReasoning", "SiloDown"]) await trial.ClearsAsync(alert);

        first.Settings = first.Settings with { Faults = FaultShares.Of(Fault.EmptyReasoning) };
        await trial.FiresAsync("EmptyReasoning", $"endpoint=\"{endpoint}\", model=\"teach\"");
        first.Settings = first.Settings with { Faults = FaultShares.None };
        await trial.ClearsAsync("EmptyReasoning");

        await first.DisposeAsync();
        await trial.FiresAsync("EndpointQuarantined", $"endpoint=\"{endpoint}\"");
        await trial.FiresAsync("RunStalled", $"run=\"{run}\"");
        await using var second = await ModelServer.StartAsync(Sound);
        await trial.ClearsAsync("EndpointQuarantined");
        await trial.ClearsAsync("RunStalled");

        silo.Stop();
        await trial.FiresAsync("SiloDown", $"instance=\"{new Uri(trial.Cluster.Url(0)).Authority}\"");
        silo.Continue();
        await trial.ClearsAsync("SiloDown");
    }

    [GeneratedRegex(@"\b(\d+)m\b")]
    private static partial Regex Minutes();
}
