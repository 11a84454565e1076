using System.Text.Json.Nodes;

namespace NaturalThoughts.Deploy.Tests.Helm;

/// <summary>An object that the chart makes.</summary>
sealed record Manifest(JsonObject Root)
{
    public string Kind => Text("kind");

    public string ApiVersion => Text("apiVersion");

    public string Name => (string?)At("metadata.name") ?? "";

    public string Component => (string?)Root["metadata"]?["labels"]?["app.kubernetes.io/component"] ?? "";

    /// <summary>What stands at a path with dots; null: nothing.</summary>
    public JsonNode? At(string path) => At(Root, path);

    /// <summary>What stands at a path with dots below a node; null: nothing.</summary>
    public static JsonNode? At(JsonNode? node, string path) => path.Split('.').Aggregate(node, (below, name) => below?[name]);

    /// <summary>The objects of a list; none where there is no list.</summary>
    public static IEnumerable<JsonObject> Each(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>What the objects of a list have in a field.</summary>
    public static IEnumerable<string> Each(JsonNode? list, string field) => Each(list).Select(item => (string)item[field]!);

    /// <summary>The pod's template, or the pod itself; null: it has none.</summary>
    public JsonObject? Pod => (Kind is "Pod" ? Root : At("spec.template")) as JsonObject;

    /// <summary>All containers of its pods, sidecars first.</summary>
    public IEnumerable<JsonObject> Containers => [.. Each(At(Pod, "spec.initContainers")), .. Each(At(Pod, "spec.containers"))];

    /// <summary>Its container with a name.</summary>
    public JsonObject Container(string name) => Containers.Single(container => (string?)container["name"] == name);

    /// <summary>Labels that its pods have.</summary>
    public JsonObject PodLabels => (JsonObject)At(Pod, "metadata.labels")!;

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Name}";

    string Text(string key) => (string?)Root[key] ?? "";
}
