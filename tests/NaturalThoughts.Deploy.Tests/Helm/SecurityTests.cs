using System.Text.Json.Nodes;
using NaturalThoughts.Server.Access;

namespace NaturalThoughts.Deploy.Tests.Helm;

public sealed class SecurityTests
{
    static readonly string[] Volumes = ["name", "persistentVolumeClaim", "emptyDir", "secret", "configMap"];

    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task Pods_OfTheChart_AreRestricted(string set)
    {
        foreach (var manifest in (await Chart.RenderAsync(set)).Where(manifest => manifest.Pod is not null))
        {
            var pod = manifest.Pod!["spec"]!;
            Assert.False((bool)pod["automountServiceAccountToken"]!);
            Assert.False((bool)pod["enableServiceLinks"]!);
            Assert.True((bool)pod["securityContext"]!["runAsNonRoot"]!);
            Assert.True((int)pod["securityContext"]!["runAsUser"]! > 0);
            Assert.Equal("RuntimeDefault", (string?)pod["securityContext"]!["seccompProfile"]!["type"]);
            Assert.All(["hostNetwork", "hostPID", "hostIPC"], field => Assert.Null(pod[field]));
            Assert.All(Manifest.Each(pod["volumes"]).SelectMany(volume => volume), field => Assert.Contains(field.Key, Volumes));
            Assert.All(manifest.Containers, AssertRestricted);
        }
    }

    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task Secrets_MadeByTheChart_StandNowhereElse(string set)
    {
        var rendered = await Chart.RenderAsync(set);
        var secrets = rendered.Where(manifest => manifest.Kind is "Secret").SelectMany(secret => (JsonObject)secret.At("stringData")!)
            .Where(entry => entry.Key is not ("keys" or "redis.conf")).Select(entry => (string)entry.Value!).ToList();
        // Not even beside their hashes.
        var files = rendered.Where(manifest => manifest.Kind is "Secret").SelectMany(secret => (JsonObject)secret.At("stringData")!)
            .Where(entry => entry.Key is "keys" or "redis.conf").Select(entry => (string)entry.Value!);
        var others = rendered.Where(manifest => manifest.Kind is not "Secret").Select(manifest => manifest.Root.ToJsonString());

        Assert.All(secrets, secret => Assert.True(secret.Length >= 40));
        Assert.All(others.Concat(files), text => Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task Variables_ThatHoldSecrets_AreReadFromSecrets(string set)
    {
        var containers = (await Chart.RenderAsync(set)).SelectMany(manifest => manifest.Containers);
        var secret = containers.SelectMany(container => Manifest.Each(container["env"]))
            .Where(entry => new[] { "_KEY", "TOKEN" }.Any(((string)entry["name"]!).EndsWith));
        Assert.All(secret, entry => Assert.NotNull(Manifest.At(entry, "valueFrom.secretKeyRef")));
    }

    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task Silos_OfSecrets_SeeNoMoreThanTheyNeed(string set)
    {
        var seen = SiloPod.Of(await Chart.RenderAsync(set)).SelectMany(manifest => Manifest.Each(Manifest.At(manifest.Pod, "spec.volumes")))
            .Where(volume => volume["secret"] is not null).ToList();
        Assert.All(seen, volume => Assert.NotNull(volume["secret"]!["items"]));
        Assert.DoesNotContain("operator-key", seen.SelectMany(volume => Manifest.Each(volume["secret"]!["items"], "key")));
    }

    [Theory]
    [InlineData("default")]
    [InlineData("two-pools")]
    public async Task KeysFile_MadeByTheChart_LetsItsTwoKeysIn(string set)
    {
        var secret = (await Chart.RenderAsync(set)).One("Secret", "keys").At("stringData")!;
        var ring = KeysFile.Parse((string)secret["keys"]!, "keys").Value!;

        Assert.Equal(Role.Operator, ring.Find((string)secret["operator-key"]!)?.Role);
        Assert.Equal(Role.Viewer, ring.Find((string)secret["viewer-key"]!)?.Role);
        Assert.Equal(2, ring.Keys.Length);
    }

    [Fact]
    public async Task KeysFile_OfHashesOnly_HasNoKey()
    {
        var secret = (await Chart.RenderAsync("ingress")).One("Secret", "keys");
        var keys = Assert.Single((JsonObject)secret.At("stringData")!);
        Assert.Equal("ada", Assert.Single(KeysFile.Parse((string)keys.Value!, "keys").Value!.Keys).Name);
    }

    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task NetworkPolicies_ForSilos_CloseTheirPortsToOthers(string set)
    {
        var rendered = await Chart.RenderAsync(set);
        var policies = rendered.Where(manifest => manifest.Kind is "NetworkPolicy").ToList();
        if (set is "full")
        {
            Assert.Empty(policies);
            return;
        }

        foreach (var policy in policies)
        {
            Assert.Contains("Ingress", policy.At("spec.policyTypes")!.AsArray().Select(type => (string)type!));
            foreach (var rule in Manifest.Each(policy.At("spec.ingress")))
            {
                var ports = Manifest.Each(rule["ports"]).Select(port => $"{port["port"]}").ToList();
                Assert.NotEmpty(ports);
                if (ports is ["http"]) continue;
                Assert.NotEmpty(Manifest.Each(rule["from"]));
                if (!ports.All(port => int.TryParse(port, out _))) Assert.All(Manifest.Each(rule["from"]), AssertOwnSilo);
            }
        }

        Assert.All(rendered.Where(manifest => manifest.Kind is "Deployment"),
            pod => Assert.Contains(policies, policy => Selects(policy.At("spec.podSelector.matchLabels"), pod)));
    }

    static void AssertRestricted(JsonObject container)
    {
        var context = container["securityContext"]!;
        Assert.False((bool)context["allowPrivilegeEscalation"]!);
        Assert.True((bool)context["readOnlyRootFilesystem"]!);
        Assert.Equal("ALL", (string?)context["capabilities"]!["drop"]![0]);
        Assert.Null(context["capabilities"]!["add"]);
        Assert.Null(context["privileged"]);
        Assert.NotEqual(0, (int?)context["runAsUser"]);
        Assert.NotNull(container["resources"]!["requests"]);
    }

    static void AssertOwnSilo(JsonObject peer)
    {
        Assert.Equal(["podSelector"], peer.Select(field => field.Key));
        var labels = Manifest.At(peer, "podSelector.matchLabels")!;
        Assert.Equal(("true", Chart.Release), ((string?)labels["naturalthoughts/silo"], (string?)labels["app.kubernetes.io/instance"]));
    }

    static bool Selects(JsonNode? selector, Manifest pod) =>
        ((JsonObject)selector!).All(pair => (string?)pod.PodLabels[pair.Key] == (string?)pair.Value);
}
