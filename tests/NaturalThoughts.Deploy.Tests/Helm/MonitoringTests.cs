using System.Text.Json.Nodes;

namespace NaturalThoughts.Deploy.Tests.Helm;

public sealed class MonitoringTests
{
    // A pool whose model loads would else be a silo that is down.
    [Fact]
    public async Task ServiceMonitor_WhilePodsArePending_PassesThemOver()
    {
        var endpoint = Endpoint(await Chart.MadeAsync("--set", "serviceMonitor.enabled=true"));
        var drop = Assert.Single(Manifest.Each(endpoint["relabelings"]), rule => (string?)rule["action"] is "drop");
        Assert.Equal("Pending", (string?)drop["regex"]);
        Assert.Equal("[\"__meta_kubernetes_pod_phase\"]", drop["sourceLabels"]!.ToJsonString());
    }

    [Theory]
    [InlineData("ca.crt")]
    [InlineData("")]
    public async Task Https_OfSilos_IsCheckedAlikeByPrometheusAndTheTest(string ca)
    {
        var made = await Chart.MadeAsync("--set", $"serviceMonitor.enabled=true,api.tls.existingSecret=mine,api.tls.caKey={ca}");
        var (tls, test) = (Endpoint(made)["tlsConfig"]!, made.One("Pod", "test"));

        Assert.Equal(ca.Length == 0 ? null : $"{{\"secret\":{{\"name\":\"mine\",\"key\":\"{ca}\"}}}}", tls["ca"]?.ToJsonString());
        Assert.All(test.Containers, container =>
        {
            var file = Manifest.Each(container["env"]).SingleOrDefault(entry => (string?)entry["name"] is "SSL_CERT_FILE")?["value"];
            Assert.Equal(ca.Length == 0 ? null : "/etc/naturalthoughts/tls/ca.crt", (string?)file);
            Assert.Contains(container["args"]!.AsArray(), argument => (string?)argument == $"https://{tls["serverName"]}:80");
        });
        var volume = Manifest.Each(Manifest.At(test.Pod, "spec.volumes")).SingleOrDefault(one => one["secret"] is not null);
        Assert.Equal(ca.Length == 0 ? [] : [ca], Manifest.Each(Manifest.At(volume, "secret.items"), "key"));
    }

    [Theory]
    [InlineData("https://git.example.org/main")]
    [InlineData("https://git.example.org/main/")]
    public async Task Runbooks_WithAnAddressBeforeThem_AreLinks(string address)
    {
        var made = await Chart.MadeAsync("--set", $"prometheusRule.enabled=true,prometheusRule.runbooks={address}");
        var alerts = Manifest.Each(made.Single(one => one.Kind is "PrometheusRule").At("spec.groups"))
            .SelectMany(group => Manifest.Each(group["rules"])).Where(rule => rule["alert"] is not null).ToList();

        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert => Assert.Equal(
            $"https://git.example.org/main/docs/operations.md#{alert["alert"]}", (string?)alert["annotations"]!["runbook_url"],
            ignoreCase: true));
    }

    static JsonObject Endpoint(IEnumerable<Manifest> made) =>
        Assert.Single(Manifest.Each(made.Single(one => one.Kind is "ServiceMonitor").At("spec.endpoints")));
}
