using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NaturalThoughts.Server.Configuration;
using NaturalThoughts.Server.Hosting;

namespace NaturalThoughts.Deploy.Tests.Helm;

public sealed partial class SettingsTests
{
    // The pod's address, and what the image names already, has another way.
    static readonly string[] ByOtherMeans = [ServeKeys.Root];

    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task Silos_WithTheirVariablesAndFiles_ReadThem(string set)
    {
        var rendered = await Chart.RenderAsync(set);
        foreach (var manifest in SiloPod.Of(rendered))
        {
            using var pod = new SiloPod(rendered, manifest);
            var settings = pod.Settings();
            Assert.True(settings.Ok, $"{manifest}: {string.Join("; ", settings.Problems)}");
            Assert.True(settings.Value.Http.AsksWho);
            Assert.NotNull(settings.Value.Redis);
            Assert.StartsWith(pod.Here("/data"), settings.Value.Root, StringComparison.Ordinal);
            Assert.Contains(pod.Here("/data"), settings.Value.Http.Folders);
        }
    }

    [Theory]
    [MemberData(nameof(Chart.Sets), MemberType = typeof(Chart))]
    public async Task Pods_ToldToEnd_HaveAsLongAsTheSiloMayTake(string set)
    {
        var rendered = await Chart.RenderAsync(set);
        foreach (var manifest in SiloPod.Of(rendered))
        {
            using var pod = new SiloPod(rendered, manifest);
            var most = pod.Settings().Value!.Grace + (3 * ServeSilo.Margin);
            Assert.True((int)manifest.At("spec.template.spec.terminationGracePeriodSeconds")! >= most.TotalSeconds + 5);
        }
    }

    [Fact]
    public async Task Keys_EachOfTheCode_CanBeSetInOneWay()
    {
        var byValue = await RenderedKeysAsync();
        var bySettings = SettingsOfSchema();

        Assert.Empty(byValue.Intersect(bySettings));
        Assert.Empty(byValue.Union(bySettings).Except(ServeKeys.All));
        Assert.Empty(ServeKeys.All.Except(byValue).Except(bySettings).Except(ServeKeys.Secret).Except(ByOtherMeans));
        Assert.Empty(byValue.Union(bySettings).Intersect(ServeKeys.Secret));
    }

    [Fact]
    public async Task Keys_EachDocumented_CanBeSet()
    {
        var settable = (await RenderedKeysAsync()).Union(SettingsOfSchema()).Union(ServeKeys.Secret).Union(ByOtherMeans);
        var documented = Documented().ToList();

        Assert.True(documented.Count > 20);
        Assert.Empty(documented.Except(settable));
    }

    [Theory]
    [InlineData("settings.Logging:LogLevel:Default=Debug", "NATURALTHOUGHTS__Logging__LogLevel__Default")]
    [InlineData("settings.Kestrel:Limits:MaxConcurrentConnections=1000000", "value: \"1000000\"")]
    [InlineData("settings.Inference:File=/data/endpoints.txt", "NATURALTHOUGHTS__Inference__File")]
    [InlineData("api.requestsPerSecond=100000", "value: \"100000\"")]
    public async Task Template_OneSetting_IsAVariable(string set, string expected) =>
        Assert.Contains(expected, await Chart.TextAsync("--set", set), StringComparison.Ordinal);

    static async Task<HashSet<string>> RenderedKeysAsync()
    {
        var keys = new HashSet<string>();
        foreach (var set in Chart.Sets)
        {
            var given = YamlJson.OfFile(Chart.ValuesOf(set.Data))["settings"] as JsonObject ?? [];
            keys.UnionWith(SiloPod.Of(await Chart.RenderAsync(set.Data)).SelectMany(KeysOf).Except(given.Select(pair => pair.Key)));
        }

        keys.RemoveWhere(key => ServeKeys.Foreign.Contains(key.Split(':')[0]));
        return keys;
    }

    static IEnumerable<string> KeysOf(Manifest manifest) => Manifest.Each(manifest.Container("silo")["env"], "name")
        .Where(name => name.StartsWith(ServeConfiguration.Prefix, StringComparison.Ordinal))
        .Select(name => name[ServeConfiguration.Prefix.Length..].Replace("__", ":", StringComparison.Ordinal));

    static IEnumerable<string> SettingsOfSchema()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Chart.Folder, "values.schema.json")));
        return [.. Manifest.At(schema, "properties.settings.propertyNames.anyOf")![0]!["enum"]!.AsArray().Select(key => (string)key!)];
    }

    static IEnumerable<string> Documented()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        var section = text.Split("### Configuration")[1].Split("\n### ")[0];
        return section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Key().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value))
            .Where(key => !ServeKeys.Foreign.Contains(key.Split(':')[0]));
    }

    [GeneratedRegex("`([A-Z][A-Za-z]+(?::[A-Za-z]+)*)`")]
    private static partial Regex Key();
}
