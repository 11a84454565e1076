using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NaturalThoughts.Deploy.Tests.Helm;

/// <summary>A Kubernetes API that has the Secrets of an earlier installation, and answers what Helm asks when it looks them up.</summary>
sealed class ClusterWithSecrets : IDisposable
{
    static readonly string[] Core = ["Secret", "Service", "ServiceAccount", "PersistentVolumeClaim", "Pod"];
    static readonly string[] Further = ["Deployment", "PodDisruptionBudget", "NetworkPolicy"];
    static readonly string[] Groups = ["apps", "policy", "networking.k8s.io"];

    readonly HttpListener _listener = new();
    readonly Dictionary<string, JsonObject> _secrets;

    /// <summary>Starts it.</summary>
    /// <param name="secrets">The Secrets as the chart rendered them.</param>
    public ClusterWithSecrets(IEnumerable<Manifest> secrets)
    {
        _secrets = secrets.ToDictionary(
            secret => $"/api/v1/namespaces/{Chart.Namespace}/secrets/{secret.Name}", secret => Stored((JsonObject)secret.Root.DeepClone()));
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _listener.BeginGetContext(Answer, null);
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; } = $"http://127.0.0.1:{RedisServer.FreePort()}";

    /// <inheritdoc/>
    public void Dispose() => _listener.Close();

    static JsonObject Stored(JsonObject secret)
    {
        secret["data"] = new JsonObject(secret["stringData"]!.AsObject().Select(entry =>
            KeyValuePair.Create(entry.Key, (JsonNode?)Convert.ToBase64String(Encoding.UTF8.GetBytes((string)entry.Value!)))));
        secret.Remove("stringData");
        secret["metadata"]!["annotations"] = new JsonObject
        {
            ["meta.helm.sh/release-name"] = Chart.Release, ["meta.helm.sh/release-namespace"] = Chart.Namespace,
        };
        return secret;
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
        _ => _secrets.GetValueOrDefault(path),
    };

    static object Group(string name) => new
    {
        name,
        versions = new[] { new { groupVersion = $"{name}/v1", version = "v1" } },
        preferredVersion = new { groupVersion = $"{name}/v1", version = "v1" },
    };

    static object Resources(string version, string[] kinds) => new
    {
        kind = "APIResourceList",
        groupVersion = version,
        resources = kinds.Select(kind => new { name = $"{kind}s".ToLowerInvariant(), namespaced = true, kind, verbs = new[] { "get" } }),
    };
}
