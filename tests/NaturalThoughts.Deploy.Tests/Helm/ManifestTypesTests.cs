using System.Text.Json.Nodes;

namespace NaturalThoughts.Deploy.Tests.Helm;

public sealed class ManifestTypesTests
{
    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task Manifests_OfKubernetes_FitItsTypes(string set)
    {
        var manifests = await Chart.RenderAsync(set);
        var known = manifests.Where(KubernetesTypes.Has).ToList();
        Assert.Empty(known.Select(KubernetesTypes.Wrong).OfType<string>());
        Assert.True(known.Count >= 7);
    }

    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task Manifests_OfNobody_AreNotThere(string set) =>
        Assert.Empty((await Chart.RenderAsync(set)).Where(manifest => !KubernetesTypes.Has(manifest)).SelectMany(CustomResource.Wrong));

    [Theory]
    [InlineData("spec.replcas", "1")]
    [InlineData("spec.replicas", "\"two\"")]
    [InlineData("spec.template.spec.containers", "{}")]
    [InlineData("spec.template.spec.terminationGracePeriod", "30")]
    [InlineData("spec.template.metadata.labels.number", "5")]
    public async Task Wrong_OneFieldBroken_IsSaid(string path, string value)
    {
        var sound = (await Chart.RenderAsync("default")).Single(manifest => manifest is { Kind: "Deployment", Component: "front" });
        var broken = new Manifest((JsonObject)sound.Root.DeepClone());
        var names = path.Split('.');
        names[..^1].Aggregate((JsonNode)broken.Root, (node, name) => node[name]!)[names[^1]] = JsonNode.Parse(value);

        Assert.NotNull(KubernetesTypes.Wrong(broken));
        Assert.Null(KubernetesTypes.Wrong(sound));
    }

    [Theory]
    [InlineData("""{"kind": "ServiceMonitr", "spec": {"selector": {}, "endpoints": [{"port": "http"}]}}""")]
    [InlineData("""{"kind": "ServiceMonitor", "spec": {"selector": {}, "endpoints": [{"port": "http", "pth": "/"}]}}""")]
    [InlineData("""{"kind": "ServiceMonitor", "spec": {"endpoints": []}}""")]
    [InlineData("""{"kind": "PrometheusRule", "spec": {"groups": [{"name": "a", "rules": [{"expr": "1"}]}]}}""")]
    public void Wrong_CustomResourceBroken_IsSaid(string json)
    {
        var broken = (JsonObject)JsonNode.Parse(json)!;
        broken["apiVersion"] = "monitoring.coreos.com/v1";
        Assert.NotEmpty(CustomResource.Wrong(new(broken)));
    }
}
