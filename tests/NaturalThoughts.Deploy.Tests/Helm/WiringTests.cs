using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace NaturalThoughts.Deploy.Tests.Helm;

public sealed class WiringTests
{
    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task Names_OfOneKind_AreDifferentAndFit(string set)
    {
        var rendered = await Chart.RenderAsync(set);
        Assert.Equal(rendered.Length, rendered.DistinctBy(manifest => $"{manifest}").Count());
        Assert.All(rendered, manifest => Assert.Matches("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", manifest.Name));
        Assert.All(rendered, manifest => Assert.Equal(Chart.Namespace, (string?)manifest.At("metadata.namespace")));
    }

    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task Selectors_OfDeployments_MatchTheirOwnPodsOnly(string set)
    {
        var deployments = (await Chart.RenderAsync(set)).Where(manifest => manifest.Kind is "Deployment").ToList();
        foreach (var deployment in deployments)
            Assert.Equal([deployment], deployments.Where(other => Matches(deployment.At("spec.selector.matchLabels"), other.PodLabels)));
    }

    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task Selectors_OfEverythingElse_MatchPodsThatHaveThePorts(string set)
    {
        var rendered = await Chart.RenderAsync(set);
        foreach (var (manifest, selector, ports) in rendered.SelectMany(Selections))
        {
            var pods = rendered.Where(pod => pod.Kind is "Deployment" && Matches(selector, pod.PodLabels)).ToList();
            Assert.True(pods.Count > 0, $"{manifest} selects nothing.");
            Assert.Empty(ports.Except(pods.SelectMany(Ports)).Select(port => $"{manifest}: no pod has `{port}`."));
        }
    }

    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task Probes_OfContainers_AskPortsThatAreThere(string set)
    {
        var deployments = (await Chart.RenderAsync(set)).Where(manifest => manifest.Kind is "Deployment");
        foreach (var container in deployments.SelectMany(manifest => manifest.Containers))
            foreach (var probe in new[] { "startupProbe", "readinessProbe", "livenessProbe" })
            {
                var port = Manifest.At(container, $"{probe}.httpGet.port") ?? Manifest.At(container, $"{probe}.tcpSocket.port");
                Assert.Contains((string)port!, Manifest.Each(container["ports"], "name"));
            }
    }

    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task References_ToOtherObjects_AreMadeOrGiven(string set)
    {
        var rendered = await Chart.RenderAsync(set);
        var given = File.ReadAllText(Chart.ValuesOf(set));
        foreach (var (kind, name, key) in rendered.SelectMany(manifest => References(manifest.Root)))
        {
            var made = rendered.SingleOrDefault(manifest => manifest.Kind == kind && manifest.Name == name);
            Assert.True(made is not null || given.Contains(name, StringComparison.Ordinal), $"{kind} {name} is nowhere.");
            Assert.True(made is null || key is null || made.At("stringData")?[key] is not null, $"{kind} {name} has no `{key}`.");
        }
    }

    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task Volumes_OfPods_AreMountedAndThere(string set)
    {
        foreach (var manifest in (await Chart.RenderAsync(set)).Where(manifest => manifest.Pod is not null))
        {
            var volumes = Manifest.Each(Manifest.At(manifest.Pod, "spec.volumes"), "name");
            var mounted = manifest.Containers.SelectMany(container => Manifest.Each(container["volumeMounts"], "name"));
            Assert.Equal(volumes.Order(), mounted.Distinct().Order());
        }
    }

    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task ModelServers_BesideTheirSilos_OutliveThemAndAreAsked(string set)
    {
        foreach (var pool in (await Chart.RenderAsync(set)).Where(manifest => manifest is { Kind: "Deployment", Component: "pool" }))
        {
            var server = Assert.Single(Manifest.Each(Manifest.At(pool.Pod, "spec.initContainers")));
            Assert.Equal("Always", (string?)server["restartPolicy"]);
            Assert.NotNull(server["startupProbe"]);
            Assert.Equal(["silo"], Manifest.Each(Manifest.At(pool.Pod, "spec.containers"), "name"));
            var endpoint = Manifest.Each(pool.Container("silo")["env"])
                .Single(entry => (string)entry["name"]! == "NATURALTHOUGHTS__Inference__Endpoints")["value"];
            Assert.Equal($"http://127.0.0.1:{server["ports"]![0]!["containerPort"]}/v1", (string?)endpoint);
            Assert.True((int)server["resources"]!["limits"]!["nvidia.com/gpu"]! >= 1);
        }
    }

    [Fact]
    public async Task Ingress_Enabled_LeadsToTheApi()
    {
        var rendered = await Chart.RenderAsync("ingress");
        var ingress = rendered.Single(manifest => manifest.Kind is "Ingress");
        var backend = ingress.At("spec.rules")![0]!["http"]!["paths"]![0]!["backend"]!["service"]!;
        var service = rendered.Single(manifest => manifest.Kind is "Service" && manifest.Name == (string?)backend["name"]);
        Assert.Contains((string)backend["port"]!["name"]!, Manifest.Each(service.At("spec.ports"), "name"));
        Assert.Equal("ClientIP", (string?)service.At("spec.sessionAffinity"));
    }

    [Fact]
    public async Task ServiceMonitor_Enabled_FindsAllSilosOnce()
    {
        var rendered = await Chart.RenderAsync("two-pools");
        var monitor = rendered.Single(manifest => manifest.Kind is "ServiceMonitor");
        var service = Assert.Single(rendered, manifest =>
            manifest.Kind is "Service" && Matches(monitor.At("spec.selector.matchLabels"), manifest.At("metadata.labels")!.AsObject()));
        var pods = rendered.Where(pod => pod.Kind is "Deployment" && Matches(service.At("spec.selector"), pod.PodLabels));
        Assert.Equal(SiloPod.Of(rendered), pods);
        Assert.Contains((string)monitor.At("spec.endpoints")![0]!["port"]!, Manifest.Each(service.At("spec.ports"), "name"));
    }

    // Network plugins look for named ports in containers, and some not in sidecars.
    [Fact]
    public async Task ModelServers_WithPortsOfTheirOwn_AreReachedByNumber()
    {
        var made = await Chart.MadeAsync("--values", Chart.ValuesOf("two-pools"), "--set", "pools[1].modelServer.port=9000");
        var rules = Manifest.Each(made.One("NetworkPolicy", "silos").At("spec.ingress"));
        Assert.Equal(["silo", "gateway", "http", "8000", "9000"], rules.SelectMany(rule => PortNames(rule, "port")));
    }

    static IEnumerable<(Manifest, JsonNode? Selector, ImmutableArray<string> Ports)> Selections(Manifest manifest) => manifest.Kind switch
    {
        "Service" => [(manifest, manifest.At("spec.selector"), PortNames(manifest.At("spec"), "targetPort"))],
        "PodDisruptionBudget" => [(manifest, manifest.At("spec.selector.matchLabels"), [])],
        "NetworkPolicy" =>
        [
            (manifest, manifest.At("spec.podSelector.matchLabels"),
                [.. Manifest.Each(manifest.At("spec.ingress")).SelectMany(rule => PortNames(rule, "port"))]),
        ],
        _ => [],
    };

    static ImmutableArray<string> PortNames(JsonNode? holder, string field) =>
        [.. Manifest.Each(holder?["ports"]).Select(port => $"{port[field]}")];

    static IEnumerable<string> Ports(Manifest manifest) =>
        manifest.Containers.SelectMany(container => Manifest.Each(container["ports"]))
            .SelectMany(port => new[] { $"{port["name"]}", $"{port["containerPort"]}" });

    static bool Matches(JsonNode? selector, JsonObject labels) =>
        selector is JsonObject wanted && wanted.All(pair => (string?)labels[pair.Key] == (string?)pair.Value);

    // Wherever in a manifest others are named.
    static IEnumerable<(string Kind, string Name, string? Key)> References(JsonNode? node) => node switch
    {
        JsonArray list => list.SelectMany(References),
        JsonObject map => map.SelectMany(pair => Named(pair.Key, pair.Value).Concat(References(pair.Value))),
        _ => [],
    };

    static IEnumerable<(string, string, string?)> Named(string field, JsonNode? value) => field switch
    {
        "secretKeyRef" or "credentials" => [("Secret", (string)value!["name"]!, (string?)value["key"])],
        "secretRef" => [("Secret", (string)value!["name"]!, null)],
        "secretName" => [("Secret", (string)value!, null)],
        "secret" when value!["items"] is { } items =>
            Manifest.Each(items).Select(item => ("Secret", (string)value["secretName"]!, (string?)item["key"])),
        "claimName" => [("PersistentVolumeClaim", (string)value!, null)],
        "serviceAccountName" => [("ServiceAccount", (string)value!, null)],
        "scaleTargetRef" => [((string)value!["kind"]!, (string)value["name"]!, null)],
        _ => [],
    };
}
