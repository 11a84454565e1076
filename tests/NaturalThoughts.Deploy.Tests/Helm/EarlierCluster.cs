using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NaturalThoughts.Deploy.Tests.Helm;

/// <summary>A Kubernetes API that has the Secrets and Deployments of an earlier installation, and answers what Helm asks when it
/// looks them up.</summary>
sealed class EarlierCluster : IDisposable
{
    static readonly string[] Core = ["Secret", "Service", "ServiceAccount", "PersistentVolumeClaim", "Pod"];
    static readonly string[] Further = ["Deployment", "PodDisruptionBudget", "NetworkPolicy", "HorizontalPodAutoscaler"];
    static readonly string[] Groups = ["apps/v1", "policy/v1", "networking.k8s.io/v1", "autoscaling/v2"];

    readonly HttpListener _listener = new();
    readonly Dictionary<string, JsonObject> _objects;

    /// <summary>Starts it.</summary>
    /// <param name="objects">Secrets and Deployments as the chart rendered them.</param>
    public EarlierCluster(IEnumerable<Manifest> objects)
    {
        _objects = objects.ToDictionary(PathOf, made => Stored((JsonObject)made.Root.DeepClone()));
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _listener.BeginGetContext(Answer, null);
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; } = $"http://127.0.0.1:{RedisServer.FreePort()}";

    /// <inheritdoc/>
    public void Dispose() => _listener.Close();

    static string PathOf(Manifest made) =>
        made.Kind is "Secret" ? $"/api/v1/namespaces/{Chart.Namespace}/secrets/{made.Name}"
        : $"/apis/apps/v1/namespaces/{Chart.Namespace}/deployments/{made.Name}";

    static JsonObject Stored(JsonObject made)
    {
        if (made["stringData"] is JsonObject texts) Encode(made, texts);
        made["metadata"]!["annotations"] = new JsonObject
        {
            ["meta.helm.sh/release-name"] = Chart.Release, ["meta.helm.sh/release-namespace"] = Chart.Namespace,
        };
        return made;
    }

    static void Encode(JsonObject secret, JsonObject texts)
    {
        secret["data"] = new JsonObject(texts.Select(entry =>
            KeyValuePair.Create(entry.Key, (JsonNode?)Convert.ToBase64String(Encoding.UTF8.GetBytes((string)entry.Value!)))));
        secret.Remove("stringData");
    }

    void Answer(IAsyncResult asked)
    {
        if (!_listener.IsListening) return;
        var context = _listener.EndGetContext(asked);
        _listener.BeginGetContext(Answer, null);
        var known = Said(context.Request.Url!.AbsolutePath);
        context.Response.StatusCode = known is null ? 404 : 200;
        context.Response.ContentType = "application/json";
        context.Response.Close(JsonSerializer.SerializeToUtf8Bytes(
            known ?? new { kind = "Status", apiVersion = "v1", status = "Failure", reason = "NotFound", code = 404 }), willBlock: true);
    }

    object? Said(string path) => path switch
    {
        "/version" => new { major = "1", minor = "34", gitVersion = "v1.34.0" },
        "/api" => new { kind = "APIVersions", versions = new[] { "v1" } },
        "/apis" => new { kind = "APIGroupList", apiVersion = "v1", groups = Groups.Select(Group) },
        "/api/v1" => Resources("v1", Core),
        _ when path.Split('/') is ["", "apis", var name, var version] => Resources($"{name}/{version}", Further),
        _ => _objects.GetValueOrDefault(path),
    };

    static object Group(string groupVersion)
    {
        var preferred = new { groupVersion, version = groupVersion.Split('/')[1] };
        return new { name = groupVersion.Split('/')[0], versions = new[] { preferred }, preferredVersion = preferred };
    }

    static object Resources(string version, string[] kinds) => new
    {
        kind = "APIResourceList",
        groupVersion = version,
        resources = kinds.Select(kind => new { name = $"{kind}s".ToLowerInvariant(), namespaced = true, kind, verbs = new[] { "get" } }),
    };
}
